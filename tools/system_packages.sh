#!/bin/sh
# Install the system libraries that pip cannot bring (Open3D needs libusb), where we may; else say the exact line.
set -u
needed=""
ldconfig -p 2>/dev/null | grep -q 'libusb-1\.0\.so' || needed="$needed libusb-1.0-0"
ldconfig -p 2>/dev/null | grep -q 'libGL\.so\.1' || needed="$needed libgl1"
ldconfig -p 2>/dev/null | grep -q 'libEGL\.so\.1' || needed="$needed libegl1"
ldconfig -p 2>/dev/null | grep -q 'libgomp\.so\.1' || needed="$needed libgomp1"
[ -z "$needed" ] && exit 0
if [ "$(uname -s)" != "Linux" ]; then
  exit 0
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $needed >/dev/null && exit 0
fi
echo "Open3D and pyrender (used by some tests only) miss system libraries; type: sudo apt-get install$needed"
exit 0
