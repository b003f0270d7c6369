"""The demonstration: invented rounds in every state, made by the same actions that people use."""
