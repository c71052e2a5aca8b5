"""What officials type. Rules are the services'; forms read, label, and carry back what was refused."""
