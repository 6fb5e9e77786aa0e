package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// peersFolder is the module whose programs Chandler is measured against.
const peersFolder = "bench/peers"

// buildPeers builds the peers from source, and keeps them for as long as their module stays the same. It gives the
// folder that they are in.
func buildPeers(ctx context.Context) (string, error) {
	sum := sha256.New()
	for _, file := range []string{"go.mod", "go.sum", "kubectl/main.go"} {
		content, err := os.ReadFile(filepath.Join(peersFolder, file))
		if err != nil {
			return "", fmt.Errorf("%w (run this in the folder of the repository)", err)
		}
		sum.Write(content)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	kept := filepath.Join(cache, "chandler", "peers", hex.EncodeToString(sum.Sum(nil))[:24])
	if _, err := os.Stat(kept); err == nil {
		return kept, nil
	}
	fmt.Fprintln(os.Stderr, "building kubectl, helm and kapp (some minutes the first time)")
	part, err := os.MkdirTemp(cache, "chandler-peers-")
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-ldflags", "-s -w", "-o", part+"/", "./kubectl", "carvel.dev/kapp/cmd/kapp", "helm.sh/helm/v4/cmd/helm")
	cmd.Dir, cmd.Stdout, cmd.Stderr = peersFolder, os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build the peers: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
		return "", err
	}
	return kept, os.Rename(part, kept)
}
