"""What the use cases need of the world, as Protocols; adapters and functions implement them."""
