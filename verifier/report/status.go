package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/ansi"
	"github.com/chandler-dev/chandler/internal/kube"
)

// AppStatus is how an installed app is.
type AppStatus struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	Version   string `json:"version,omitempty"`
	// Phase is the assembly phase that the deployer has written: Pending, Success or Failed.
	Phase string `json:"phase,omitempty"`
	// Conditions are what is said of the app in the status of its Application: by its deployer how far it is (Assembled) and
	// whether its testers passed (Tested), by others what they add.
	Conditions []AppCondition `json:"conditions,omitempty"`
	// Ready says that no object is waited for.
	Ready bool `json:"ready"`
	// Objects are what the Application owns.
	Objects []*ObjectStatus `json:"objects"`
	// NotOwned bear the app's name, but stay when it is removed.
	NotOwned []*ObjectStatus `json:"notOwned,omitempty"`
}

// AppCondition is one thing that is said of an app.
type AppCondition struct {
	Type string `json:"type"`
	// Status is True, False or Unknown.
	Status string `json:"status"`
	// Reason is one word.
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
	// Since is when Status became what it is, in RFC 3339; empty if that is not known.
	Since string `json:"since,omitempty"`
}

// ObjectStatus is how an object of an app is.
type ObjectStatus struct {
	kube.Ref
	State ObjectState `json:"state"`
	// Message says what is waited for, if the object is not ready, else what is worth knowing of it; Failure what ails it,
	// if that can be seen.
	Message string          `json:"message,omitempty"`
	Failure *event.Failure  `json:"failure,omitempty"`
	Owns    []*ObjectStatus `json:"owns,omitempty"`
}

// ObjectState is how far an object is.
type ObjectState string

// The states. There is that of kinds which have nothing to get ready for.
const (
	There    ObjectState = "there"
	Ready    ObjectState = "ready"
	NotReady ObjectState = "not ready"
	Leaving  ObjectState = "being deleted"
)

// WriteJSON writes the status as indented JSON.
func (a *AppStatus) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(a)
}

// WriteText writes the status as a tree for people.
func (a *AppStatus) WriteText(w io.Writer, colour bool) error {
	t := tree{style: newStyle(colour)}
	t.branch(a.Objects, "")
	if len(a.NotOwned) > 0 {
		t.rows = append(t.rows, row{}, row{name: "not owned, stays when the app is removed:"})
		t.branch(a.NotOwned, "")
	}
	lines := append([]string{a.headline(t.style)}, a.conditionLines(t.style)...)
	lines = append(append(lines, ""), t.lines()...)
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

func (a *AppStatus) headline(s style) string {
	state := s.Paint(colours[Passed], string(Ready))
	if !a.Ready {
		state = s.Paint(colours[Failed], string(NotReady))
	}
	words := nonEmpty(s.Bold(ansi.Clean(strings.TrimSpace(a.Name+" "+a.Version))), "namespace "+a.Namespace, prefixed("phase ", ansi.Clean(a.Phase)), state)
	return strings.Join(words, "   ")
}

func (a *AppStatus) conditionLines(s style) []string {
	t := tree{style: s}
	for _, c := range a.Conditions {
		t.rows = append(t.rows, row{name: ansi.Clean(c.Type), state: ansi.Clean(c.Status), message: ansi.Clean(strings.Join(nonEmpty(c.Reason, c.Message), ": "))})
	}
	return t.lines()
}

// tree gathers the rows of a drawing.
type tree struct {
	style style
	rows  []row
}

// row is a line of the drawing; below is what begins the line of its hint.
type row struct {
	name, state, message, below, hint string
}

func (t *tree) branch(nodes []*ObjectStatus, indent string) {
	for i, n := range nodes {
		fork, below := "├─ ", "│  "
		if i == len(nodes)-1 {
			fork, below = "└─ ", "   "
		}
		r := row{name: indent + fork + n.String(), state: t.state(n.State), message: ansi.Clean(n.Message)}
		if n.Failure != nil {
			r.below, r.hint = indent+below, ansi.Clean(n.Failure.Hint)
		}
		t.rows = append(t.rows, r)
		t.branch(n.Owns, indent+below)
	}
}

func (t *tree) state(s ObjectState) string {
	switch s {
	case There:
		return ""
	case Ready:
		return t.style.Paint(colours[Passed], string(s))
	case NotReady:
		return t.style.Paint(colours[Failed], string(s))
	}
	return string(s)
}

// lines draws the rows in columns. A hint stands below its row.
func (t *tree) lines() []string {
	column := 0
	for _, r := range t.rows {
		if r.state != "" {
			column = max(column, ansi.Width(r.name)+3)
		}
	}
	var lines []string
	for _, r := range t.rows {
		line := r.name
		if r.state != "" {
			line += pad(r.name, column) + r.state
		}
		if r.message != "" {
			line += fmt.Sprintf("   %s", r.message)
		}
		lines = append(lines, line)
		if r.hint != "" {
			lines = append(lines, r.below+pad(r.below, column)+t.style.Faint(r.hint))
		}
	}
	return lines
}
