"""What more than one function of eBookVoice needs: domain, use cases, ports, adapters and settings."""

__version__ = "0.1.0"
