"""What the surface is like where a ray met it: material, barycentric weights, normals, incidence, velocity."""

import math

from avsynth.kernels._jit import lean
from avsynth.kernels.intersect import corner_and_edges
from avsynth.kernels.motion import point_to_part, vector_to_part, vector_to_world, velocity_at
from avsynth.kernels.normals import mean_normal
from avsynth.kernels.vector import cross, dot


@lean
def describe(scene, rays, ray, found, surface):
    """Fill `surface` for a ray, given what it has `found`; one that met nothing gets −1 and zeros."""
    if found.row[ray] < 0:
        fill_nothing(surface, ray)
    else:
        row, triangle = found.row[ray], found.triangle[ray]
        fill_hit(scene.meshes, scene.instances, rays, ray, row, triangle, found.range[ray], surface)


@lean
def fill_nothing(surface, ray):
    """Write what a ray has that met nothing."""
    surface.instance[ray] = surface.part[ray] = surface.triangle[ray] = surface.material[ray] = -1
    surface.category[ray], surface.cos_incidence[ray] = 0, 0.0
    surface.barycentric[ray, 0] = surface.barycentric[ray, 1] = 0.0
    surface.normal[ray, 0] = surface.normal[ray, 1] = surface.normal[ray, 2] = 0.0
    surface.velocity[ray, 0] = surface.velocity[ray, 1] = surface.velocity[ray, 2] = 0.0


@lean
def fill_hit(meshes, instances, rays, ray, row, triangle, reach, surface):
    """Write what the surface is like where a ray met it."""
    time, o, d = rays.time[ray], rays.origin[ray], rays.direction[ray]
    surface.instance[ray], surface.part[ray] = instances.object[row], instances.part[row]
    surface.triangle[ray], surface.category[ray] = meshes.number[triangle], instances.category[row]
    surface.material[ray] = instances.slot_material[instances.first_slot[row] + meshes.slot[triangle]]
    ox, oy, oz = point_to_part(instances, row, time, o[0], o[1], o[2])
    dx, dy, dz = vector_to_part(instances, row, time, d[0], d[1], d[2])
    a, b, c = corner_and_edges(meshes.corner, triangle)
    gx, gy, gz = cross(b[0], b[1], b[2], c[0], c[1], c[2])
    along = dot(gx, gy, gz, dx, dy, dz)
    v, w = barycentric_weights(b, c, cross(ox - a[0], oy - a[1], oz - a[2], dx, dy, dz), along)
    surface.barycentric[ray, 0], surface.barycentric[ray, 1] = v, w
    surface.cos_incidence[ray] = min(1.0, abs(along) / math.sqrt(dot(gx, gy, gz, gx, gy, gz)))
    nx, ny, nz = shading_normal(meshes, instances, row, triangle, v, w)
    if nx == 0.0 and ny == 0.0 and nz == 0.0:
        nx, ny, nz = gx, gy, gz
    else:
        along = dot(nx, ny, nz, dx, dy, dz)
    scale = math.copysign(1.0 / math.sqrt(dot(nx, ny, nz, nx, ny, nz)), -along)
    nx, ny, nz = vector_to_world(instances, row, time, nx * scale, ny * scale, nz * scale)
    surface.normal[ray, 0], surface.normal[ray, 1], surface.normal[ray, 2] = nx, ny, nz
    x, y, z = o[0] + reach * d[0], o[1] + reach * d[1], o[2] + reach * d[2]
    vx, vy, vz = velocity_at(instances, row, time, x, y, z)
    surface.velocity[ray, 0], surface.velocity[ray, 1], surface.velocity[ray, 2] = vx, vy, vz


@lean
def barycentric_weights(b, c, moment, along):
    """Return the weights of the second and third corner of a triangle with edges b and c where a ray o + t d meets it.

    With the first corner a: v = −c · m / g, w = b · m / g, where m = (o − a) × d and g = (b × c) · d [MollerTrumbore].
    """
    share = 1.0 / along
    v = -dot(c[0], c[1], c[2], moment[0], moment[1], moment[2]) * share
    w = dot(b[0], b[1], b[2], moment[0], moment[1], moment[2]) * share
    return within_unit(v), within_unit(w)


@lean
def within_unit(x):
    """Return the number from 0 to 1 next to x; 0 for what is no number."""
    return min(x, 1.0) if x > 0.0 else 0.0


@lean
def shading_normal(meshes, instances, row, triangle, v, w):
    """Return the mean of the corners' normals, the second and third with the weights v and w, not normalised; zeros
    for a mesh that has none.
    """
    if instances.first_normal[row] < 0:
        return 0.0, 0.0, 0.0
    place = instances.first_normal[row] + triangle - instances.first_triangle[row]
    return mean_normal(meshes.normal, place, 1.0 - v - w, v, w)
