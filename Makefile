# `make demo` on a fresh Debian machine sets up what is missing and verifies the example packages; `make test` tests.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VERSION   := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
GOFLAGS   := -trimpath
FUZZTIME  ?= 1m
ADDRESS   ?= 127.0.0.1:8080
DATA      ?= .chandler/store
export CGO_ENABLED := 0
export GOFLAGS

# What a fresh machine may lack: Debian packages, and the file (or pattern) that tells that one is there.
DEBIAN       := runc:/usr/sbin/runc nftables:/usr/sbin/nft mmdebstrap:/usr/bin/mmdebstrap
DEBIAN_STORE := nodejs:/usr/bin/node npm:/usr/bin/npm
DEBIAN_TEST  := gettext-base:/usr/bin/envsubst postgresql:/usr/lib/postgresql/*/bin/postgres chromium:/usr/bin/chromium \
	fonts-nanum:/usr/share/fonts/truetype/nanum

# The embedded cluster is slow to build (minutes) and changes seldom: kept by the content of its sources.
CLUSTER_SOURCES := $(sort $(shell find cluster -type f \( -name '*.go' -o -name 'go.*' -o -name '*.yaml' -o -name '*.toml' -o -name '*.tmpl' \) -not -name '*_test.go' -not -path '*/e2e/*' 2>/dev/null))
CACHE           := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/chandler
KUBERNETES      := v1.36.3
KUBE_VERSION    := k8s.io/component-base/version
CLUSTER_LDFLAGS := -s -w -X $(KUBE_VERSION).gitVersion=$(KUBERNETES) -X $(KUBE_VERSION).gitMajor=1 -X $(KUBE_VERSION).gitMinor=36 -X $(KUBE_VERSION).gitTreeState=clean -X $(KUBE_VERSION).gitCommit=module
CLUSTER_TAGS    := no_btrfs no_devmapper no_zfs no_aufs

# The web client, kept in the same way: by the content of what it is built from.
WEB         := marketplace/web
WEB_SOURCES := $(sort $(wildcard $(addprefix $(WEB)/,package.json package-lock.json vite.config.ts tsconfig.json index.html openapi.json)) $(shell find $(WEB)/src $(WEB)/public -type f -not -name '*.test.*' -not -name schema.d.ts 2>/dev/null))

GOLANGCI_LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK   := golang.org/x/vuln/cmd/govulncheck@v1.9.0

.PHONY: help
help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup setup-store setup-test
setup: ## Install the Debian packages that are missing
	@.ci/packages $(DEBIAN)

setup-store: setup
	@.ci/packages $(DEBIAN_STORE)

setup-test: setup-store
	@.ci/packages $(DEBIAN_TEST)

.PHONY: build
build: toolkit bin/chandler-store ## Build the programs into bin/

.PHONY: toolkit
toolkit: bin/chandler bin/chandler-deployer bin/chandler-tester bin/chandler-cluster ## Build them without the store, which needs Node.js

.PHONY: bin/chandler bin/chandler-deployer bin/chandler-tester bin/chandler-store
bin/chandler:
	@go build -ldflags "-s -w -X main.version=$(VERSION)" -o $@ ./cmd/chandler

bin/chandler-store: web
	@go build -ldflags "-s -w -X main.version=$(VERSION)" -o $@ ./cmd/store

bin/chandler-deployer:
	@go build -ldflags "-s -w" -o $@ ./cmd/deployer

# Without the commit in it, so that its image stays the same until it does something else.
bin/chandler-tester:
	@go build -buildvcs=false -ldflags "-s -w" -o $@ ./cmd/tester

bin/chandler-cluster: $(CLUSTER_SOURCES) Makefile
	@key=$$( (go env GOVERSION; echo '$(CLUSTER_LDFLAGS) $(CLUSTER_TAGS)'; sha256sum $(CLUSTER_SOURCES)) | sha256sum | cut -c1-24); \
	kept='$(CACHE)'/cluster/$$key; \
	if [ ! -d $$kept ]; then \
		echo "building the embedded Kubernetes (some minutes the first time, then kept in $$kept)"; \
		part=$$kept.part.$$$$; mkdir -p $$part/cni; cd cluster; \
		go build -tags '$(CLUSTER_TAGS)' -ldflags '$(CLUSTER_LDFLAGS)' -o $$part/chandler-cluster .; \
		go build -ldflags '-s -w' -o $$part/chandler-pause ./pause; \
		go build -tags '$(CLUSTER_TAGS)' -ldflags '-s -w' -o $$part/ github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2; \
		go build -ldflags '-s -w' -o $$part/cni/ github.com/containernetworking/plugins/plugins/main/ptp github.com/containernetworking/plugins/plugins/ipam/host-local; \
		mv -T $$part $$kept 2>/dev/null || rm -rf $$part; cd ..; \
	fi; \
	mkdir -p bin; cp -rf --remove-destination $$kept/. bin/; touch $@

.PHONY: web
web: $(WEB)/dist/index.html ## Build the web client into marketplace/web/dist

$(WEB)/dist/index.html: $(WEB_SOURCES) Makefile
	@key=$$(sha256sum $(WEB_SOURCES) | sha256sum | cut -c1-24); \
	kept='$(CACHE)'/web/$$key; \
	if [ ! -d $$kept ]; then \
		.ci/npm $(WEB); part=$$kept.part.$$$$; cd $(WEB); \
		npm run --silent check; npx vite build --logLevel warn --outDir $$part --emptyOutDir; \
		mv -T $$part $$kept 2>/dev/null || rm -rf $$part; cd $(CURDIR); \
	fi; \
	find $(WEB)/dist -mindepth 1 -not -name .gitignore -delete; cp -r $$kept/. $(WEB)/dist/; touch $@

.PHONY: images
images: setup bin/chandler-tester ## Build the example packages' app and tester images from Debian packages
	@install -D bin/chandler-tester images/tester/images/testrunner
	@go run ./examples/build examples/nginx examples/redis images/tester verifier/testdata/testapp

.PHONY: demo
demo: setup toolkit images ## Verify the example packages on the embedded Kubernetes
	@bin/chandler verify examples/nginx
	@echo
	@bin/chandler verify examples/redis

.PHONY: store
store: setup-store build images ## Run the app store with an embedded Kubernetes and sample data; ADDRESS=HOST:PORT, DATA=FOLDER
	@exec bin/chandler-store demo --address '$(ADDRESS)' --data '$(DATA)' --images examples/redis/images/app.tar

.PHONY: test
test: setup-test build images test-go test-web test-browser ## Run all tests, on clusters of their own

.PHONY: test-go
test-go: setup-test build images ## Run the tests that are written in Go
	@.ci/test

.PHONY: test-web
test-web: setup-store web ## Run the unit tests of the web client
	@.ci/npm $(WEB)
	@cd $(WEB) && npm run --silent check && npm run --silent test

.PHONY: test-browser
test-browser: setup-test build images ## Run an app's life through the store in Chromium; pictures go to marketplace/browser/screenshots
	@.ci/npm marketplace/browser
	@cd marketplace/browser && npm run --silent check && npm run --silent test

.PHONY: lint
lint: ## Check format, vet, golangci-lint, known vulnerabilities
	@.ci/lint '$(GOLANGCI_LINT)' '$(GOVULNCHECK)'

.PHONY: fuzz
fuzz: ## Run each fuzz target for FUZZTIME, one after the other
	@.ci/fuzz '$(FUZZTIME)'

.PHONY: nightly
nightly: setup-test faults ## Run the tests that take too long for each change
	@.ci/nightly

.PHONY: faults
faults: setup-test toolkit ## Run deployers through the faults of clusters, each at its full length
	@.ci/faults

.PHONY: bench
bench: setup-test build images ## Measure schemas, cluster start, verification, the store and the deployer (see bench/README.md)
	@go run ./bench/schema
	@go run ./bench/verify
	@go run ./bench/store
	@go run ./bench/deployer

.PHONY: clean
clean: ## Stop the embedded clusters and remove what was built here
	@[ ! -x bin/chandler-cluster ] || bin/chandler-cluster down --all --purge
	@rm -rf bin build .chandler examples/*/images images/tester/images marketplace/browser/results marketplace/browser/screenshots
	@find $(WEB)/dist -mindepth 1 -not -name .gitignore -delete
