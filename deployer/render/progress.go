package render

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	texttemplate "text/template"
	"text/template/parse"

	helmchart "helm.sh/helm/v4/pkg/chart/v2"
)

// progress follows which template of a chart is being executed. Helm executes all in one go and says nothing, so that
// each of them is given an action at its begin and one at its end.
type progress struct {
	// entered is told the template that is executed now.
	entered func(template string)
	within  []string
}

const (
	entering = "chandlerEnters"
	leaving  = "chandlerLeaves"
)

func (p *progress) functions() texttemplate.FuncMap {
	return texttemplate.FuncMap{
		entering: func(name string) string {
			p.within = append(p.within, name)
			p.entered(name)
			return ""
		},
		leaving: func() string {
			p.within = p.within[:len(p.within)-1]
			if len(p.within) > 0 {
				p.entered(p.within[len(p.within)-1])
			}
			return ""
		},
	}
}

// largeTemplate is how many bytes of a template can exhaust the memory before it is executed.
const largeTemplate = 256 << 10

// parse parses a large template, so that its name is known if that is the end.
func (p *progress) parse(name, text string) {
	if len(text) < largeTemplate {
		return
	}
	p.entered(name)
	t := parse.New(name)
	t.Mode = parse.SkipFuncCheck
	_, _ = t.Parse(text, "", "", map[string]*parse.Tree{}) // Helm tells what is wrong with it
}

// follow adds the actions to the templates of a chart and of those in it.
func (p *progress) follow(c *helmchart.Chart) {
	for _, t := range c.Templates {
		name := path.Join(c.ChartFullPath(), t.Name)
		p.parse(name, string(t.Data))
		if isPartial(t.Name) {
			continue
		}
		t.Data = []byte(enter(name) + string(t.Data) + "{{" + leaving + "}}")
	}
	for _, d := range c.Dependencies() {
		p.follow(d)
	}
}

// isPartial says whether a template is there only for others to include.
func isPartial(name string) bool { return strings.HasPrefix(path.Base(name), "_") }

func enter(name string) string { return "{{" + entering + " " + strconv.Quote(name) + "}}" }

var firstLine = regexp.MustCompile(`([\w./-]+):1:(\d+)`)

// unfollowed takes the action at the begin of a first line out of the columns that an error of Helm names.
func unfollowed(err error) error {
	return fmt.Errorf("%s", firstLine.ReplaceAllStringFunc(err.Error(), func(place string) string {
		m := firstLine.FindStringSubmatch(place)
		if isPartial(m[1]) {
			return place
		}
		column, _ := strconv.Atoi(m[2])
		return fmt.Sprintf("%s:1:%d", m[1], max(0, column-len(enter(m[1]))))
	}))
}
