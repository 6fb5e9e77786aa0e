package scaffold

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"text/template"
)

//go:embed templates
var templates embed.FS

// newValues are what the templates of a new package are filled with.
type newValues struct {
	Name, Title, Version, Partner, Solution string
	Port                                    int
	// User and TesterUser are 0 if the image's own user will do.
	User, TesterUser int64
	// Tester says that the tester has an image of its own.
	Tester bool
}

// addTemplate adds a file made of one of the templates. Their marks are [[ and ]], since those of Helm are {{ and }}.
func (p *Package) addTemplate(from, to string, values any) error {
	source, err := templates.ReadFile("templates/" + from)
	if err != nil {
		return fmt.Errorf("read the template %s: %w", from, err)
	}
	t, err := template.New(from).Delims("[[", "]]").Funcs(template.FuncMap{"quote": quote}).Option("missingkey=error").Parse(string(source))
	if err != nil {
		return fmt.Errorf("read the template %s: %w", from, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, values); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	p.Files[to] = out.Bytes()
	return nil
}

// quote writes text as a YAML string, with quotes only where they are needed.
func quote(s string) string {
	if s != "" && plainText.MatchString(s) && !words.MatchString(s) {
		return s
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // text can always be written
	return string(bytes.TrimSpace(out.Bytes()))
}
