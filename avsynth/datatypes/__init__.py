"""The values that pass between the parts: frozen, arrays locked, derived facts only. Nothing here computes physics."""
