"""What the surface is like where a ray met it: material, normals, incidence, velocity."""

import math

from numba import prange

from avsynth.kernels._jit import lean, parallel_entry
from avsynth.kernels.intersect import BLOCK, normal_of
from avsynth.kernels.lanes import LANES
from avsynth.kernels.motion import point_to_part, vector_to_world, velocity_at
from avsynth.kernels.vector import cross, dot


@parallel_entry
def fill_surface(meshes, instances, rays, found, surface):
    """Fill `surface` for every ray; rays that met nothing get −1 and zeros."""
    for ray in prange(len(rays.time)):
        if found.row[ray] < 0:
            fill_nothing(surface, ray)
        else:
            fill_hit(meshes, instances, rays, ray, found.row[ray], found.triangle[ray], found.range[ray], surface)


@lean
def fill_nothing(surface, ray):
    """Write what a ray has that met nothing."""
    surface.instance[ray] = surface.part[ray] = surface.triangle[ray] = surface.material[ray] = -1
    surface.category[ray], surface.cos_incidence[ray] = 0, 0.0
    surface.normal[ray, 0] = surface.normal[ray, 1] = surface.normal[ray, 2] = 0.0
    surface.velocity[ray, 0] = surface.velocity[ray, 1] = surface.velocity[ray, 2] = 0.0


@lean
def fill_hit(meshes, instances, rays, ray, row, triangle, reach, surface):
    """Write what the surface is like where a ray met it."""
    time = rays.time[ray]
    o, d = rays.origin[ray], rays.direction[ray]
    x, y, z = o[0] + reach * d[0], o[1] + reach * d[1], o[2] + reach * d[2]
    surface.instance[ray], surface.part[ray] = instances.object[row], instances.part[row]
    surface.triangle[ray], surface.category[ray] = meshes.number[triangle], instances.category[row]
    surface.material[ray] = instances.slot_material[instances.first_slot[row] + meshes.slot[triangle]]
    gx, gy, gz = normal_of(meshes.corner, triangle)
    gx, gy, gz = facing(vector_to_world(instances, row, time, gx, gy, gz), d)
    px, py, pz = point_to_part(instances, row, time, x, y, z)
    nx, ny, nz = interpolated_normal(meshes, triangle, px, py, pz)
    nx, ny, nz = facing(vector_to_world(instances, row, time, nx, ny, nz), d)
    if nx == 0.0 and ny == 0.0 and nz == 0.0:
        nx, ny, nz = gx, gy, gz
    surface.normal[ray, 0], surface.normal[ray, 1], surface.normal[ray, 2] = nx, ny, nz
    surface.cos_incidence[ray] = min(1.0, -dot(gx, gy, gz, d[0], d[1], d[2]))
    vx, vy, vz = velocity_at(instances, row, time, x, y, z)
    surface.velocity[ray, 0], surface.velocity[ray, 1], surface.velocity[ray, 2] = vx, vy, vz


@lean
def facing(vector, d):
    """Return a vector at unit length, on the side that the ray of direction d comes from."""
    x, y, z = vector
    length = math.sqrt(dot(x, y, z, x, y, z))
    scale = 0.0 if length == 0.0 else 1.0 / length
    if dot(x, y, z, d[0], d[1], d[2]) > 0.0:
        scale = -scale
    return x * scale, y * scale, z * scale


@lean
def interpolated_normal(meshes, triangle, x, y, z):
    """Return the mean of the corners' normals, weighted by the areas opposite to them, at a point of the triangle."""
    corner, vertex, normal = meshes.corner, meshes.vertex[triangle], meshes.normal
    k = triangle // LANES * BLOCK + triangle % LANES
    ax, ay, az = corner[k] - x, corner[k + LANES] - y, corner[k + 2 * LANES] - z
    bx, by, bz = corner[k + 3 * LANES] - x, corner[k + 4 * LANES] - y, corner[k + 5 * LANES] - z
    cx, cy, cz = corner[k + 6 * LANES] - x, corner[k + 7 * LANES] - y, corner[k + 8 * LANES] - z
    nx, ny, nz = normal_of(corner, triangle)
    ux, uy, uz = cross(bx, by, bz, cx, cy, cz)
    vx, vy, vz = cross(cx, cy, cz, ax, ay, az)
    wx, wy, wz = cross(ax, ay, az, bx, by, bz)
    u = max(0.0, dot(nx, ny, nz, ux, uy, uz))
    v = max(0.0, dot(nx, ny, nz, vx, vy, vz))
    w = max(0.0, dot(nx, ny, nz, wx, wy, wz))
    a, b, c = normal[vertex[0]], normal[vertex[1]], normal[vertex[2]]
    return u * a[0] + v * b[0] + w * c[0], u * a[1] + v * b[1] + w * c[1], u * a[2] + v * b[2] + w * c[2]
