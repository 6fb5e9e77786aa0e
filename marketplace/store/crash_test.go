package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

// crashURL tells this test binary that it is the process that is killed while it writes to that database.
const crashURL = "CHANDLER_TEST_CRASH_URL"

func TestMain(m *testing.M) {
	if url := os.Getenv(crashURL); url != "" {
		os.Exit(writeUntilKilled(url))
	}
	os.Exit(m.Run())
}

// writeUntilKilled writes transaction after transaction, and says before each write, and after each commit, where it is.
func writeUntilKilled(url string) int {
	ctx := context.Background()
	s, err := store.Open(ctx, url, slog.New(slog.DiscardHandler))
	for err == nil {
		done := ""
		err = s.Update(ctx, func(tx store.Tx) error {
			last, err := tx.Setting("last")
			if err != nil {
				return err
			}
			n, _ := strconv.Atoi(last)
			done = strconv.Itoa(n + 1)
			return writeTogether(tx, n+1)
		})
		fmt.Println("committed", done)
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// writeTogether writes what belongs together: an app with a version, an audit entry, work and a setting.
func writeTogether(tx store.Tx, n int) error {
	a := released("demo", fmt.Sprint("App ", n), n)
	v := newVersion(a.ID, "1.0.0", n)
	for _, write := range []func(store.Tx) error{insertApp(a), insertVersion(v),
		func(tx store.Tx) error {
			return tx.Audit(&domain.Entry{Time: at(n), Action: "app.create", Subject: "app/" + a.ID, App: a.ID})
		},
		enqueue(store.WorkVerify, v.ID), func(tx store.Tx) error { return tx.PutSetting("last", strconv.Itoa(n)) }} {
		fmt.Println("writing")
		if err := write(tx); err != nil {
			return err
		}
	}
	fmt.Println("committing")
	return nil
}

func TestAKilledProcessLeavesAllOrNothing(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		committed := 0
		for range 12 {
			committed = max(committed, killedWhileWriting(t, url))
			s := storetest.Open(t, url)
			checkTogether(t, s, committed)
		}
		if committed == 0 {
			t.Error("nothing was committed: nothing was tried")
		}
	})
}

// killedWhileWriting starts a process that writes, kills it at a random place, and gives the last transaction that it
// said was committed.
func killedWhileWriting(t *testing.T, url string) int {
	t.Helper()
	cmd := exec.Command(os.Args[0]) // it is killed
	cmd.Env = append(os.Environ(), crashURL+"="+url)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	committed, lines := 0, bufio.NewScanner(out)
	for left := 1 + rand.IntN(60); lines.Scan(); left-- {
		if n, ok := strings.CutPrefix(lines.Text(), "committed "); ok {
			committed, _ = strconv.Atoi(n)
		}
		if left == 0 {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var killed *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &killed) || killed.Exited() {
		t.Fatalf("the writer was not killed: %v", err)
	}
	return committed
}

// checkTogether fails the test unless everything of as many transactions is there as were committed, or one more: the
// last may have been committed before it could be said.
func checkTogether(t *testing.T, s store.Store, committed int) {
	t.Helper()
	var counts []int
	err := s.View(t.Context(), func(tx store.Tx) error {
		apps, err1 := tx.ListApps(store.AppQuery{}, store.Page{Limit: 1})
		versions, err2 := tx.ListVersions(store.VersionQuery{}, store.Page{Limit: 1})
		found, err3 := tx.ListStore(store.StoreQuery{Text: "app"}, store.Page{Limit: 1})
		entries, err4 := tx.ListAudit(store.AuditQuery{}, store.Page{Limit: 1})
		last, err5 := tx.Setting("last")
		n, _ := strconv.Atoi(last)
		counts = []int{apps.Total, versions.Total, found.Total, entries.Total, n}
		return errors.Join(err1, err2, err3, err4, err5)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range counts {
		if n != counts[0] || n < committed {
			t.Fatalf("%v after %d commits: apps, versions, found, audit, last", counts, committed)
		}
	}
}
