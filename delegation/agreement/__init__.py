"""AGREE: agreements, scope, amendments, the hour bank, access and capability."""
