package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/ansi"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Changes are what an install would do to an app's objects.
type Changes struct {
	Objects []ObjectChange `json:"objects"`
}

// ObjectChange is what would be done to an object.
type ObjectChange struct {
	kube.Ref
	// Action is create, change, recreate, unchanged, unknown, remove or keep.
	Action string `json:"action"`
	// Fields are the paths of the fields that change, without their values; of recreate, those that cannot be changed.
	Fields []string `json:"fields,omitempty"`
	// Unknown are the paths of the fields that the cluster does not know, and that would be left out.
	Unknown []string `json:"unknown,omitempty"`
	// TakenFrom are the fields that someone else has set to another value, and who.
	TakenFrom []string `json:"takenFrom,omitempty"`
}

// The actions on objects that the package has no more; those on others are an apply's.
const (
	Remove = "remove"
	Keep   = "keep"
)

var actionOrder = []string{string(apply.Create), string(apply.Change), string(apply.Recreate), Remove, Keep, string(apply.Unknown), string(apply.Unchanged)}

// Sort puts objects into the order in which they are shown: by action and name.
func (c *Changes) Sort() {
	slices.SortFunc(c.Objects, func(a, b ObjectChange) int {
		if d := slices.Index(actionOrder, a.Action) - slices.Index(actionOrder, b.Action); d != 0 {
			return d
		}
		if a.Less(b.Ref) {
			return -1
		}
		return 1
	})
}

// Any says whether anything would change.
func (c *Changes) Any() bool {
	return slices.ContainsFunc(c.Objects, func(o ObjectChange) bool { return o.Action != string(apply.Unchanged) && o.Action != Keep })
}

// WriteJSON writes the changes as indented JSON.
func (c *Changes) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(c)
}

// actionColours are for terminals.
var actionColours = map[string]string{string(apply.Create): "32", string(apply.Change): "33", string(apply.Recreate): "31", Remove: "31"}

// maxFields is how many fields of an object are shown.
const maxFields = 8

// WriteText writes the changes as lines for people; unchanged objects are only counted.
func (c *Changes) WriteText(w io.Writer, colour bool) error {
	s := newStyle(colour)
	var lines []string
	unchanged := 0
	for _, o := range c.Objects {
		if o.Action == string(apply.Unchanged) && len(o.Unknown) == 0 {
			unchanged++
			continue
		}
		lines = append(lines, s.Paint(actionColours[o.Action], o.Action)+pad(o.Action, len("unchanged")+2)+o.String())
		lines = append(lines, o.details(s)...)
	}
	if unchanged > 0 {
		lines = append(lines, s.Faint(fmt.Sprintf("unchanged  %s", count(unchanged, "object"))))
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

func (o ObjectChange) details(s style) []string {
	const indent = "             "
	var lines []string
	for i, f := range o.Fields {
		if i == maxFields {
			lines = append(lines, indent+s.Faint(fmt.Sprintf("and %s", count(len(o.Fields)-maxFields, "more field"))))
			break
		}
		lines = append(lines, indent+ansi.Clean(f))
	}
	for _, f := range o.Unknown {
		lines = append(lines, indent+"leaves out "+ansi.Clean(f)+", which this version of Kubernetes does not know")
	}
	for _, t := range o.TakenFrom {
		lines = append(lines, indent+"takes "+ansi.Clean(t))
	}
	switch o.Action {
	case Keep:
		lines = append(lines, indent+s.Faint("the package has it no more; it stays"))
	case string(apply.Recreate):
		lines = append(lines, indent+s.Faint("deleted and made anew"))
	case string(apply.Unknown):
		lines = append(lines, indent+s.Faint("cannot be tried yet: what it needs is made by the same install"))
	}
	return lines
}
