#!/bin/sh
# jpackage runs this in the tree that becomes the package. Outside of /opt jpackage knows no files, only commands to be run
# when the package is installed, which fail where there is no desktop.
set -e
root=$PWD
here=$root/opt/kan-workbench

# The class archive holds for jars of this time only.
find "$here" -name '*.jar' -exec touch -d 2026-01-01T00:00:00Z {} +

install -D -m 644 "$here/lib/app/desktop/kan-workbench.desktop" "$root/usr/share/applications/kan-workbench.desktop"
install -D -m 644 "$here/lib/app/desktop/kan-workbench.xml" "$root/usr/share/mime/packages/kan-workbench.xml"
install -D -m 644 "$here/lib/app/desktop/kan-workbench.svg" "$root/usr/share/icons/hicolor/scalable/apps/kan-workbench.svg"
install -D -m 644 "$here/lib/app/desktop/kan-workbench.svg" "$root/usr/share/icons/hicolor/scalable/mimetypes/application-x-kan-model.svg"
install -D -m 644 "$here/lib/kan-workbench.png" "$root/usr/share/icons/hicolor/512x512/apps/kan-workbench.png"
mkdir -p "$root/usr/bin"
ln -sf /opt/kan-workbench/bin/kan-workbench-command "$root/usr/bin/kan-workbench"
