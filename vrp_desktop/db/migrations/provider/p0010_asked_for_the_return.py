"""What a return asks for once: money, narrative, risks and targets; case studies and voices."""

import sqlalchemy as sa
from alembic import op

revision = "p0010"
down_revision = "p0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("intervention_id", sa.String(length=36), nullable=False),
        sa.Column("quarter", sa.String(length=10), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_asked_intervention_id_intervention")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked")),
        sa.UniqueConstraint(
            "intervention_id", "quarter", "part", name=op.f("uq_asked_intervention_id_quarter_part")
        ),
    )
    op.create_table(
        "story",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("intervention_id", sa.String(length=36), nullable=False),
        sa.Column("quarter", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_story_intervention_id_intervention")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_story_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )
    op.create_index("ix_story_intervention_id_quarter", "story", ["intervention_id", "quarter"])
    op.create_index(op.f("ix_story_person_id"), "story", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_story_person_id"), table_name="story")
    op.drop_index("ix_story_intervention_id_quarter", table_name="story")
    op.drop_table("story")
    op.drop_table("asked")
