#!/bin/bash
# Makes the certificates of the EventStoreDB cluster, where there are none yet. Each folder below is a volume of its own.
set -euo pipefail
cd /certificates

# The user that EventStoreDB runs as in its image.
readonly eventstore_user=1000

if [[ ! -f authority/ca.key ]]; then
  es-gencert-cli create-ca -out ./new-authority
  mv ./new-authority/* authority/
fi
cp authority/ca.crt trust/ca.crt
chmod 0755 trust
chmod 0644 trust/ca.crt

for node in eventstore1 eventstore2 eventstore3; do
  if [[ ! -f "$node/node.key" ]]; then
    es-gencert-cli create-node -ca-certificate authority/ca.crt -ca-key authority/ca.key \
      -out "./new-$node" -ip-addresses 127.0.0.1 -dns-names "localhost,$node"
    mv "./new-$node"/* "$node/"
  fi
  chown -R "$eventstore_user:$eventstore_user" "$node"
  chmod 0500 "$node"
  chmod 0400 "$node"/*
done
