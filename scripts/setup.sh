#!/usr/bin/env bash
# Installs what building voc needs and this machine lacks: Debian packages. Looks first; where it may not install, it
# prints the line to type.
set -eu

missing=()
need() { # a file that the package brings, the package
  [ -e "$1" ] || missing+=("$2")
}
need /usr/include/csv.h libcsv-dev
need /usr/include/libstemmer.h libstemmer-dev
need /usr/include/zstd.h libzstd-dev
need /usr/include/zlib.h zlib1g-dev

if ! command -v swift >/dev/null 2>&1; then
  echo "setup: swift is not on the PATH: install Swift 6.3 from swift.org" >&2
  exit 1
fi
[ ${#missing[@]} -eq 0 ] && exit 0

line="apt-get update && apt-get install --yes --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "setup: installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update --quiet=2 && apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "setup: missing ${missing[*]}; as root, type:" >&2
  echo "  $line" >&2
  exit 1
fi
