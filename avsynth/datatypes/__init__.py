"""The values that pass between the parts: frozen, arrays locked, no behaviour beyond derived facts. Nothing here computes physics."""
