# The front door: each target is a line or two over cargo. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help check test no-std interop record demo bench bless

BARE_METAL := thumbv7em-none-eabihf riscv32imac-unknown-none-elf
# What a device takes, with either version alone; the observer and the tapes know both.
DEVICE_CRATES := -p countersign -p countersign-rustcrypto -p countersign-verify -p countersign-embedded \
  -p countersign-compress --features countersign-compress/zlib,countersign-compress/brotli,countersign-compress/zstd
BARE_CRATES := $(DEVICE_CRATES) --features tls12,tls13 \
  -p countersign-observe -p countersign-tape
# Without compare-and-swap, and so without RSA and prime fields: their long integers need it.
BARE_METAL_NO_CAS := thumbv6m-none-eabi
# Features of the core, each to be built and tested without the other.
VERSIONS := tls12 tls13
WEB := wasm32-unknown-unknown
# The independent implementations that we shake hands with, and what puts them into a network of
# their own: the commands, and the packages of Debian that bring them.
PEERS := openssl gnutls-serv gnutls-cli nginx curl selfserv botan lighttpd ip unshare
PEER_PACKAGES := openssl gnutls-bin nginx curl libnss3-tools botan lighttpd \
  lighttpd-mod-mbedtls lighttpd-mod-wolfssl libwolfssl-dev iproute2 util-linux
# Where Debian keeps nginx, lighttpd and ip.
export PATH := $(PATH):/usr/sbin:/sbin
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

check: ## formatting, lints, docs, the rules of the tree, generated files
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --all-features -- -D warnings
	for version in $(VERSIONS); do cargo clippy -p countersign --all-targets --no-default-features \
	  --features $$version -- -D warnings && \
	  cargo clippy -p countersign-sessions -p countersign-aws-lc --no-default-features \
	  --features $$version -- -D warnings || exit 1; done
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps
	cargo xtask tidy
	cargo xtask states --check

test: ## every test; needs the stable toolchain and nothing outside the checkout
	cargo test --workspace
	cargo test -p countersign-cli --features aws-lc --test cli -- provider
	for version in $(VERSIONS); do cargo test -p countersign --no-default-features \
	  --features $$version || exit 1; done

no-std: ## the crates that need no operating system, for targets that have none
	@for target in $(BARE_METAL) $(BARE_METAL_NO_CAS) $(WEB); do \
	  rustup target list --installed | grep -qx $$target || rustup target add $$target; done
	cargo build --no-default-features $(BARE_CRATES) $(addprefix --target ,$(BARE_METAL))
	cargo build --no-default-features $(BARE_CRATES) --features countersign/critical-section \
	  --target $(BARE_METAL_NO_CAS)
	cargo build -p countersign --target $(WEB)
	for version in $(VERSIONS); do cargo build --no-default-features $(DEVICE_CRATES) \
	  --features $$version --target $(firstword $(BARE_METAL)) || exit 1; done

interop: peers ## handshakes with OpenSSL, GnuTLS, nginx, curl, NSS, Botan, lighttpd, rustls; apt-get installs what is missing
	cargo xtask interop
	cargo test -p countersign-testkit --test rustls

record: peers ## records the golden handshakes anew, with the peers that are here; review the diff
	cargo xtask record

# RUNLEVEL keeps Debian from starting the services that come with nginx and lighttpd.
.PHONY: peers
peers:
	@missing=; for peer in $(PEERS); do command -v $$peer >/dev/null || missing=yes; done; \
	if [ -n "$$missing" ] && command -v apt-get >/dev/null; then \
	  $(SUDO) apt-get update -q && \
	  $(SUDO) env RUNLEVEL=1 apt-get install -qy --no-install-recommends $(PEER_PACKAGES); fi

demo: ## a handshake with itself, message by message
	cargo run -p countersign-cli -- handshake

# ARGS="--quick" takes seconds instead of minutes. It is not a test: nothing fails by being slow.
BENCH := --manifest-path crates/bench/Cargo.toml --features openssl --target-dir target/bench
bench: ## time, throughput and heap beside rustls and OpenSSL; apt-get installs libssl-dev
	@pkg-config --exists openssl 2>/dev/null || ! command -v apt-get >/dev/null || { \
	  $(SUDO) apt-get update -q && \
	  $(SUDO) apt-get install -qy --no-install-recommends libssl-dev pkg-config; }
	cargo fmt --manifest-path crates/bench/Cargo.toml --check
	cargo clippy $(BENCH) --release -- -D warnings
	cargo build $(BENCH) --release
	$(if $(shell command -v taskset),taskset -c $(shell expr $$(nproc) - 1)) \
	  target/bench/release/countersign-bench $(ARGS)
	cargo test -q -p countersign-sessions --test memory -- --nocapture

# ARGS="--mib 64" takes a smaller capture. Nothing fails by being slow.
.PHONY: inspect-bench
inspect-bench: ## countersign inspect on a capture of 1 GiB, beside tshark (apt-get install tshark)
	cargo xtask inspect $(ARGS)

bless: ## takes what the code now says as right: generated docs and snapshots; review the diff
	cargo xtask states
	INSTA_UPDATE=always cargo test --workspace
