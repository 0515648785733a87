#!/bin/sh
# The steps of building the image, each for itself: the Dockerfile calls them, and so does the rehearsal without Docker.
# They work in the current directory.
set -eu

# The embedded PostgreSQL comes as optional packages, and is the only thing that does that is needed by anybody: in
# containers DATABASE_URL names a server. No package that runs here needs its install script.
install() {
  npm ci "$@" --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error
}

case "${1:-}" in
  dependencies)
    install --omit=dev
    # Declarations and source maps are for people and compilers; licences stay.
    find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
    rm -rf node_modules/.cache
    ;;
  tools)
    install --include=dev
    ;;
  compile)
    node --input-type=module --eval "import { compile } from './apps/launcher/compilation.mjs'; compile();"
    find dist -type f \( -name '*.map' -o -name '.made-of' -o -name '.tsbuildinfo' \) -delete
    ;;
  *)
    echo "usage: $0 dependencies | tools | compile" >&2
    exit 2
    ;;
esac
