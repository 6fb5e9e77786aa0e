package manual

import "strings"

// part is a chapter of the reference page.
type part struct {
	title, text string
	keys        []Key
}

var referenceParts = []part{
	{"Top of the file", "", topKeys},
	{"The package", "", extensionKeys},
	{"Images", "", imageKeys},
	{"Service accounts", "A SERVICE_ACCOUNT property has the same keys under `x-google-marketplace.serviceAccount`.", accountKeys(deployerAccount)},
	{"Cluster constraints", "", constraintKeys},
	{"Properties", "", propertyKeys},
	{"Extended types", "", propertyExtensionKeys},
}

const referenceIntroduction = `# schema.yaml

Every key of ` + "`schema.yaml`" + `, the contract between a package and whoever installs it. In the names of keys, ` + "`*`" + ` is a name
that the package chooses, and ` + "`[]`" + ` stands for the items of a list. ` + "`chandler schema explain KEY`" + ` shows the same in the
terminal; ` + "`KEY`" + ` may be the end of a name, a value or a [code](codes/README.md).

This page is made of the manual in ` + "`schema/manual`" + `; ` + "`go test ./schema/manual -update`" + ` writes it anew.

## In an editor

Editors that know the YAML language server complete keys and values, explain them, and mark what is wrong, by a
[JSON Schema of schema.yaml](schema.schema.json). Put it beside the package and name it in the first line:

` + "```" + `
chandler schema explain --output json-schema > schema.schema.json
` + "```" + `

` + "```yaml" + `
# yaml-language-server: $schema=schema.schema.json
x-google-marketplace:
  schemaVersion: v2
` + "```" + `

The path is relative to the file. It checks the form of a schema; ` + "`chandler schema check`" + ` checks everything.

`

// Reference is the page with the whole manual of schema.yaml.
func Reference() string {
	var b strings.Builder
	b.WriteString(referenceIntroduction)
	for _, p := range referenceParts {
		b.WriteString("## " + p.title + "\n\n" + paragraph(p.text))
		for _, k := range p.keys {
			b.WriteString(k.section())
		}
	}
	return strings.TrimSpace(b.String()) + "\n"
}
