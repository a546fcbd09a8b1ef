#!/bin/bash
# A machine of one's own for a mail server: loopback, its spool and mailboxes on the disk at $1, no DNS. Then runs the rest.
set -euo pipefail
disk=$1
shift
hostname mx.example.test
ip link set lo up
mount -t tmpfs room /run
mkdir -p "$disk/spool" "$disk/home/bench"
chmod 711 "$disk" "$disk/spool" "$disk/home"
mount --bind "$disk/spool" /var/spool
mount --bind "$disk/home" /home
printf 'lookup file\n' >/run/resolv.conf
{ cat /etc/passwd; echo 'bench:x:4242:4242::/home/bench:/bin/sh'; } >/run/passwd
{ cat /etc/group; echo 'bench:x:4242:'; } >/run/group
for file in resolv.conf passwd group; do mount --bind "/run/$file" "/etc/$file"; done
chown 4242:4242 /home/bench
exec "$@"
