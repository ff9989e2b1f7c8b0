"""OpenDocument text (ODF 1.0 to 1.4), packed or flat."""
