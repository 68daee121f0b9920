"""All SQL. Nobody outside this room imports SQLAlchemy; a transaction's handle is called ``tx``."""
