#!/bin/bash
# Unpacks the mail programs that the server of `run` is tested with into .cache/peers, without installing them: Debian's postfix
# and opensmtpd exclude each other. Needs apt and the Debian registry.
set -euo pipefail
peers=$(cd "$(dirname "$0")/.." && pwd)/.cache/peers
packages=(
  postfix libpq5 libsasl2-2 libnsl2 libtirpc3 libicu72 libdb5.3
  dovecot-core dovecot-lmtpd libexttextcat-2.0-0 libstemmer0d liblua5.3-0 libsodium23
  opensmtpd-filter-dkimsign libopensmtpd0 python3-dkim python3-nacl python3-dnspython
  opensmtpd-filter-rspamd rspamd libluajit-5.1-2 libluajit-5.1-common libhyperscan5 libunwind8 libglib2.0-0
)
[ ! -f "$peers/complete" ] || exit 0
rm -rf "$peers"
mkdir -p "$peers/packages"
cd "$peers/packages"
# The sandbox of apt's own user may not write here, which it only warns of.
apt-get -q download "${packages[@]}" 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" "$peers/root"; done
rm -rf "$peers/packages"
touch "$peers/complete"
