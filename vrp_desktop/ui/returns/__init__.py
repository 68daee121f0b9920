"""The quarter's return on one page: what it says, what stands in its way, what will be hidden."""
