package manual_test

import (
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/schema/manual"
)

func TestATopicIsFoundByWhatItsNameEndsIn(t *testing.T) {
	for word, want := range map[string]string{
		"properties":                      "properties",
		"properties.*.title":              "properties.*.title",
		"properties.password.title":       "properties.*.title",
		"tlsCertificate":                  "properties.*.x-google-marketplace.tlsCertificate",
		"TLSCertificate":                  "properties.*.x-google-marketplace.tlsCertificate",
		"clusterConstraints.k8sVersion":   "x-google-marketplace.clusterConstraints.k8sVersion",
		"resources.replicas":              "x-google-marketplace.clusterConstraints.resources[].replicas",
		"resources[].replicas":            "x-google-marketplace.clusterConstraints.resources[].replicas",
		"form[].widget":                   "form[].widget",
		"TLS_CERTIFICATE":                 "properties.*.x-google-marketplace.type=TLS_CERTIFICATE",
		"tls_certificate":                 "properties.*.x-google-marketplace.type=TLS_CERTIFICATE",
		"type=STRING":                     "properties.*.x-google-marketplace.type=STRING",
		"STRING":                          "properties.*.x-google-marketplace.type=STRING",
		"REQUIRE_ONE_NODE_PER_REPLICA":    "x-google-marketplace.clusterConstraints.resources[].affinity.simpleNodeAffinity.type=REQUIRE_ONE_NODE_PER_REPLICA",
		"rulesType":                       "x-google-marketplace.deployerServiceAccount.roles[].rulesType",
		"serviceAccount.roles[].verbs":    "",
		"serviceAccount.roles[].rules[]":  "properties.*.x-google-marketplace.serviceAccount.roles[].rules",
		"CH122":                           "CH122",
		"ch122":                           "CH122",
		"images.cache.properties.*.type":  "x-google-marketplace.images.*.properties.*.type",
		"x-google-marketplace.properties": "",
		".":                               "",
		"":                                "",
	} {
		found, _, err := manual.Lookup(word)
		if found.Name != want {
			t.Errorf("%q gives %q, not %q (%v)", word, found.Name, want, err)
		}
	}
}

func TestEveryTopicIsFoundByItsWholeName(t *testing.T) {
	for _, topic := range manual.Topics() {
		if found, _, err := manual.Lookup(topic.Name); err != nil || found.Name != topic.Name {
			t.Errorf("%s gives %q: %v", topic.Name, found.Name, err)
		}
	}
}

func TestAWordWithSeveralMeaningsListsThem(t *testing.T) {
	_, _, err := manual.Lookup("generatedProperties")
	want := `generatedProperties is the end of several names; ask for one of them:
  properties.*.x-google-marketplace.applicationUid.generatedProperties
  properties.*.x-google-marketplace.image.generatedProperties
  properties.*.x-google-marketplace.string.generatedProperties
  properties.*.x-google-marketplace.tlsCertificate.generatedProperties`
	if err == nil || err.Error() != want {
		t.Errorf("got: %v", err)
	}
	found, also, err := manual.Lookup("applicationApiVersion")
	if err != nil || found.Name != "applicationApiVersion" || len(also) != 1 || also[0].Name != "x-google-marketplace.applicationApiVersion" {
		t.Errorf("a whole name is found, and the other one is named: %v, %v, %v", found.Name, also, err)
	}
}

func TestAnUnknownWordGetsTheNearestOne(t *testing.T) {
	for word, near := range map[string]string{
		"tlsCertifcate": "properties.*.x-google-marketplace.tlsCertificate?",
		"GENERATED_PW":  "",
		"NAMESPAC":      "type=NAMESPACE?",
		"CH129":         "CH1",
		"propertes":     "mean properties?",
	} {
		_, _, err := manual.Lookup(word)
		if err == nil || !strings.Contains(err.Error(), near) || strings.Contains(err.Error(), "did you mean") != (near != "") {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func TestPlainTextIsWrappedAndExamplesStayAsTheyAre(t *testing.T) {
	got := manual.Plain("# `a.b`\n\nSome words that do not fit, with [a link](x.md).\n\n- `one`: the first of them all\n\nExample:\n\n```yaml\na: # a comment that is not wrapped\n  b: `x`\n```\n", 24)
	want := `a.b

Some words that do not
fit, with a link.

  - one: the first of
    them all

Example:

    a: # a comment that is not wrapped
      b: ` + "`x`\n"
	if got != want {
		t.Errorf("got:\n%s", got)
	}
}

func TestTheOverviewHasTheUpperKeysAndFitsTheWidth(t *testing.T) {
	overview := manual.Overview(80)
	for _, k := range manual.Keys() {
		upper := strings.Count(k.Path, ".") < 3
		if strings.Contains(overview, " "+k.Name()+" ") != upper && upper {
			t.Errorf("%s is missing", k.Path)
		}
	}
	for _, line := range strings.Split(overview, "\n") {
		if len([]rune(line)) > 80 {
			t.Errorf("too wide: %s", line)
		}
	}
}

func TestAWordIsCompletedToWhatCanBeLookedUp(t *testing.T) {
	for word, want := range map[string]string{
		"tlsC":           "tlsCertificate",
		"TLS_":           "TLS_CERTIFICATE",
		"ch12":           "CH120 CH121 CH122 CH123 CH124 CH125 CH126 CH127",
		"form[":          "form[].widget form[].description",
		"properties.*.m": "properties.*.minimum properties.*.maximum properties.*.minLength properties.*.maxLength",
	} {
		var names []string
		for _, topic := range manual.Complete(word) {
			names = append(names, topic.Name)
			if _, _, err := manual.Lookup(topic.Name); err != nil {
				t.Errorf("%s is offered, but: %v", topic.Name, err)
			}
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s gives %s", word, got)
		}
	}
}

func TestNoPageIsWiderThanTheTerminal(t *testing.T) {
	const width = 60
	for _, topic := range manual.Topics() {
		for _, line := range strings.Split(manual.Plain(topic.Markdown, width), "\n") {
			example := strings.HasPrefix(line, "    ")
			several := strings.Contains(strings.TrimPrefix(strings.TrimSpace(line), "- "), " ")
			if !example && several && len([]rune(line)) > width {
				t.Errorf("%s: too wide: %s", topic.Name, line)
			}
		}
	}
}
