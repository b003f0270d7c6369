"""What the house is measured against, each as plain and as quick as its kind allows."""
