#!/usr/bin/env bash
# Draws every icon file from kan-workbench.svg; needs librsvg2-bin, icoutils and icnsutils.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for size in 16 32 48 64 128 256 512 1024; do
    rsvg-convert --width $size --height $size kan-workbench.svg --output "$work/$size.png"
done
mkdir -p window
for size in 16 32 48 128 256; do cp "$work/$size.png" "window/icon-$size.png"; done
cp "$work/512.png" kan-workbench.png
icotool --create --output kan-workbench.ico "$work"/{16,32,48,64,128}.png --raw="$work/256.png"
png2icns kan-workbench.icns "$work"/{16,32,48,128,256,512,1024}.png >/dev/null
