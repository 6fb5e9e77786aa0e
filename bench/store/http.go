package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"time"

	"github.com/chandler-dev/chandler/marketplace"
	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// serveStore is the other process: a whole marketplace on the database, with a folder for the rest of it. It prints its
// address.
func serveStore(ctx context.Context, dir, database string) error {
	return marketplace.Serve(ctx, marketplace.Config{Address: "127.0.0.1:0", Data: dir, Database: database,
		Log: slog.New(slog.DiscardHandler), Ready: func(s marketplace.Started) { fmt.Println(s.URL) }})
}

// overHTTP measures the same requests to the API of a server in a process of its own.
func (o options) overHTTP(ctx context.Context, database, dir string, c *catalogue) (err error) {
	token, err := administrator(ctx, database)
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	cmd := exec.CommandContext(serving, os.Args[0], "-serve", dir, database) // itself
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		stop()
		return err
	}
	if err := cmd.Start(); err != nil {
		stop()
		return err
	}
	defer func() { stop(); _ = cmd.Wait() }()
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		return errors.New("the server did not start")
	}
	return o.report(ctx, "The HTTP API, its server in another process, milliseconds", names(), overAPI(lines.Text(), token, c))
}

// administrator makes an account with an API token.
func administrator(ctx context.Context, database string) (string, error) {
	s, err := store.Open(ctx, database, slog.Default())
	if err != nil {
		return "", err
	}
	secret := auth.NewSecret(auth.TokenSecret)
	err = s.Update(ctx, func(tx store.Tx) error {
		if err := tx.InsertUser(&domain.User{Name: "bench", Title: "Bench", Role: domain.PlatformAdmin, Created: epoch}); err != nil {
			return err
		}
		return tx.InsertToken(&domain.Token{ID: domain.NewID(domain.TokenID), Name: "bench", User: "bench", Created: epoch, Hash: secret.Hash()})
	})
	return secret.Reveal(), errors.Join(err, s.Close())
}

func overAPI(base, token string, c *catalogue) []request {
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	all := make([]request, len(kinds))
	for i, k := range kinds {
		all[i] = func(ctx context.Context, r *rand.Rand) error { return get(ctx, client, base+k.path(r, c), token) }
	}
	return all
}

// get reads a whole answer, which has to be 200 OK.
func get(ctx context.Context, client *http.Client, url, token string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		return fmt.Errorf("%s: %s %s", url, resp.Status, text)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
