package artifacts

import (
	"encoding/base64"
	"net/mail"
	"net/url"
	"strings"
)

// link gives a link of Chart.yaml if it is one to a page; any other is left out with a warning.
func (c *chartCheck) link(key, text string) string {
	if text == "" {
		return ""
	}
	if u, err := url.Parse(text); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil && len(text) <= maxChartText {
		return u.String()
	}
	c.warn(key, "the link "+brief(text)+" is left out: only http and https are shown")
	return ""
}

// address gives an address of mail if it is one.
func (c *chartCheck) address(text string) string {
	if text == "" {
		return ""
	}
	if a, err := mail.ParseAddress(text); err == nil {
		return a.Address
	}
	c.warn("maintainers", "the address "+brief(text)+" is left out: it is not one of mail")
	return ""
}

// icon takes the icon of Chart.yaml: a link, or a picture that is written into it.
func (c *chartCheck) icon(text string) {
	encoding, data, isData := strings.Cut(text, ",")
	if !isData || !strings.HasPrefix(strings.ToLower(encoding), "data:") {
		c.chart.IconURL = c.link("icon", text)
		return
	}
	raw, err := base64.StdEncoding.DecodeString(data)
	if err != nil || !strings.HasSuffix(encoding, ";base64") {
		c.warn("icon", "the icon is left out: its data is not in base64")
		return
	}
	icon, err := DecodeIcon(raw)
	if err != nil {
		c.warn("icon", "it is left out: "+err.Error())
		return
	}
	c.chart.Icon = icon
}

// warn adds a warning about a key of Chart.yaml.
func (c *chartCheck) warn(key, message string) {
	c.warnings.add(metadataFile, c.lines[key], message, "")
}
