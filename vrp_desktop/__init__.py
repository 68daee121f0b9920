"""vrp-desktop: the record, the register and the quarterly return of violence-reduction interventions."""

__version__ = "0.1.0"
