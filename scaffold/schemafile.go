package scaffold

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/chandler-dev/chandler/schema"
)

// schemaYAML writes the schema.yaml of a plan.
func (p *plan) schemaYAML() ([]byte, error) {
	root := mapping(
		"x-google-marketplace", p.extension(),
		"properties", p.propertiesNode(),
		"required", p.requiredNode(),
	)
	root.HeadComment = p.comment
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(root); err != nil {
		return nil, fmt.Errorf("write schema.yaml: %w", err)
	}
	text := strings.ReplaceAll(out.String(), "\nproperties:", "\n\nproperties:")
	return []byte(strings.ReplaceAll(text, "\nrequired:", "\n\nrequired:")), nil
}

func (p *plan) extension() *yaml.Node {
	x := mapping("schemaVersion", text("v2"), "applicationApiVersion", text("v1beta1"))
	if p.PartnerID != "" {
		add(x, "partnerId", text(p.PartnerID))
		add(x, "solutionId", text(p.SolutionID))
	}
	add(x, "publishedVersion", text(p.Version))
	add(x, "publishedVersionMetadata", mapping(
		"releaseNote", text(p.releaseNote),
		"releaseTypes", list(text("Feature")),
		"recommended", scalar("!!bool", "true"),
	))
	images := mapping()
	for _, i := range p.images {
		parts := mapping()
		for _, part := range i.parts {
			add(parts, part.name, mapping("type", text(part.projection)))
		}
		key := text(i.name)
		key.LineComment = i.comment
		images.Content = append(images.Content, key, mapping("properties", parts))
	}
	if len(p.images) == 0 {
		images.Style = yaml.FlowStyle
	}
	add(x, "images", images)
	return x
}

func (p *plan) propertiesNode() *yaml.Node {
	out := mapping()
	for _, q := range p.properties {
		key := text(q.name)
		key.HeadComment = q.comment
		out.Content = append(out.Content, key, q.node())
	}
	return out
}

func (q property) node() *yaml.Node {
	n := mapping("type", text(string(q.kind)), "title", text(q.title))
	if q.description != "" {
		add(n, "description", text(q.description))
	}
	if q.value != nil {
		add(n, "default", literal(q.value))
	}
	if len(q.enum) > 0 {
		enum := list()
		for _, v := range q.enum {
			enum.Content = append(enum.Content, literal(v))
		}
		add(n, "enum", enum)
	}
	if q.minimum != nil {
		add(n, "minimum", literal(q.minimum))
	}
	if q.maximum != nil {
		add(n, "maximum", literal(q.maximum))
	}
	if q.maxLength != nil {
		add(n, "maxLength", literal(*q.maxLength))
	}
	if q.pattern != "" {
		add(n, "pattern", text(q.pattern))
	}
	if q.x != "" {
		add(n, "x-google-marketplace", q.extension())
	}
	return n
}

func (q property) extension() *yaml.Node {
	x := mapping("type", text(string(q.x)))
	switch q.x {
	case schema.GeneratedPassword:
		add(x, "generatedPassword", mapping("length", literal(int64(16)), "includeSymbols", literal(false), "base64", literal(false)))
	case schema.ServiceAccountType:
		add(x, "serviceAccount", accountNode(q.description, q.roles))
	case schema.StorageClassType:
		add(x, "storageClass", mapping("type", text("SSD")))
	}
	return x
}

func (p *plan) requiredNode() *yaml.Node {
	required := list()
	for _, q := range p.properties {
		if q.required {
			required.Content = append(required.Content, text(q.name))
		}
	}
	return required
}

// mapping makes a map of keys and *yaml.Node in turn.
func mapping(pairs ...any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(pairs); i += 2 {
		add(n, pairs[i].(string), pairs[i+1].(*yaml.Node))
	}
	return n
}

func add(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, text(key), value)
}

func list(items ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Content: items}
}

func scalar(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

// plainText is what every version of YAML reads as text without quotes, but for the words below.
var plainText = regexp.MustCompile(`^[A-Za-z/^]([A-Za-z0-9 ,.()/_'-]*[A-Za-z0-9.()/_])?$|^\d+\.\d+\.\d+$`)

var words = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|true|false|null|nan|inf)$`)

func text(s string) *yaml.Node {
	n := scalar("!!str", s)
	switch {
	case s == "":
		n.Style = yaml.SingleQuotedStyle
	case !plainText.MatchString(s) || words.MatchString(s):
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func literal(v any) *yaml.Node {
	switch v := v.(type) {
	case bool:
		return scalar("!!bool", strconv.FormatBool(v))
	case int64:
		return scalar("!!int", strconv.FormatInt(v, 10))
	case float64: // with a point, which the reference toolkit wants of a number
		s := strconv.FormatFloat(v, 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return scalar("!!float", s)
	}
	return text(v.(string))
}
