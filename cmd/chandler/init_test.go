package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// dialogue is a command on a terminal of its own.
type dialogue struct {
	t        *testing.T
	terminal *os.File
	said     string
	read     int // how much of said was expected already
}

// converse starts chandler init on a terminal, in a folder of its own. wait gives the exit status.
func converse(t *testing.T, args ...string) (d *dialogue, dir string, wait func() int) {
	t.Helper()
	dir = t.TempDir()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, append([]string{"init"}, args...)...)
	cmd.Args[0] = "chandler" // by which TestMain knows what to run
	cmd.Env = append(os.Environ(), "TERM=dumb")
	cmd.Dir = dir
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	d = &dialogue{t: t, terminal: terminal}
	return d, dir, func() int {
		for d.more() { // to its end
		}
		_ = cmd.Wait()
		return cmd.ProcessState.ExitCode()
	}
}

// more reads what the command says next; false at its end.
func (d *dialogue) more() bool {
	part := make([]byte, 4096)
	n, err := d.terminal.Read(part)
	d.said += strings.ReplaceAll(string(part[:n]), "\r\n", "\n")
	return err == nil
}

// answer waits for a question and answers it.
func (d *dialogue) answer(question, line string) {
	d.t.Helper()
	d.expect(question)
	if _, err := d.terminal.WriteString(line); err != nil {
		d.t.Fatal(err)
	}
}

func (d *dialogue) expect(words string) {
	d.t.Helper()
	for !strings.Contains(d.said[d.read:], words) {
		if !d.more() && !strings.Contains(d.said[d.read:], words) {
			d.t.Fatalf("it ends without saying %q:\n%s", words, d.said)
		}
	}
	d.read += strings.Index(d.said[d.read:], words) + len(words)
}

func TestTheDialogueAsksForWhatTheFlagsDoNotSay(t *testing.T) {
	d, dir, wait := converse(t)
	d.answer("Number [1]: ", "4\n")
	d.answer("Answer with a number from 1 to 3\nNumber [1]: ", "2\n")
	d.answer("Folder of the package: ", "\n")
	d.answer("Name a folder that is new or empty\nFolder of the package: ", "message-board\n")
	d.answer("Title, for people [Message board]: ", "$\n")
	d.answer("Title, for people [Message board]: ", "\n")
	d.answer("Version [1.0.0]: ", "1.2.0\n")
	d.answer("Image of the app, a reference or an archive (.tar): ", "registry.example.com/board:1\n")
	d.answer("TCP port that the app listens on [8080]: ", "0\n")
	d.answer("TCP port that the app listens on [8080]: ", "80\n")
	d.answer("Image of the tester, with a shell and wget [the app's own]: ", "\n")
	d.answer("Your partner id in a marketplace [none]: ", "acme\n")
	d.answer("The product's id there: ", "board\n")
	d.expect("message-board 1.2.0    Helm, schema v2, 1 image\n")
	if status := wait(); status != 0 {
		t.Errorf("exit status %d:\n%s", status, d.said)
	}
	values, err := os.ReadFile(dir + "/message-board/schema.yaml")
	if err != nil || !strings.Contains(string(values), "partnerId: acme\n") {
		t.Errorf("schema.yaml (%v):\n%s", err, values)
	}
}

func TestTheDialogueTakesAChart(t *testing.T) {
	chart, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	chart += "/../../scaffold/testdata/guestbook"
	d, dir, wait := converse(t, "--partner-id", "acme", "--solution-id", "guests")
	d.answer("Number [1]: ", "3\n")
	d.answer("Chart, a folder or a packed one (.tgz): ", "nowhere\n")
	d.answer("Chart, a folder or a packed one (.tgz): ", chart+"\n")
	d.answer("Folder of the package [guestbook]: ", "\n")
	d.answer("Title, for people [Guestbook]: ", "\n")
	d.expect("guestbook 2.1.0    Helm, schema v2, 3 images\n")
	if status := wait(); status != 0 {
		t.Errorf("exit status %d:\n%s", status, d.said)
	}
	if _, err := os.Stat(dir + "/guestbook/chart/guestbook/Chart.yaml"); err != nil {
		t.Error(err)
	}
}

func TestADialogueThatIsLeftWritesNothing(t *testing.T) {
	for name, key := range map[string]string{"interrupted": "\x03", "at its end": "\x04"} {
		t.Run(name, func(t *testing.T) {
			d, dir, wait := converse(t, "--kind", "helm")
			d.answer("Folder of the package: ", "shop\n")
			d.answer("Title, for people [Shop]: ", key)
			if status := wait(); status != exitUsage {
				t.Errorf("exit status %d:\n%s", status, d.said)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("it left %v (%v)", left, err)
			}
		})
	}
}

func TestNothingIsAskedThatTheFlagsSayOrWithYes(t *testing.T) {
	d, _, wait := converse(t, "shop", "--kind", "helm", "--image", "registry.example.com/shop:1")
	if status := wait(); status != 0 || strings.Contains(d.said, "[") {
		t.Errorf("exit status %d:\n%s", status, d.said)
	}
	d, _, wait = converse(t, "--yes")
	if status := wait(); status != exitUsage || !strings.Contains(d.said, "give DIR, --kind or --chart, --image") {
		t.Errorf("exit status %d:\n%s", status, d.said)
	}
}
