"""``python -m tools.bench``: what a user waits for, then the ray caster beside Embree."""

from tools.bench import engine, product

product.main()
engine.main()
