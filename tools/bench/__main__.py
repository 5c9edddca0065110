"""``python -m tools.bench``: what a user waits for, then the ray caster beside Embree."""

from tools.bench import engine, growth, memory, product

product.main()
engine.main()
growth.main()
memory.main()
