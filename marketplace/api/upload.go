package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// upload is what was uploaded, checked: a chart, or the reference of a deployer image.
type upload struct {
	chart *artifacts.Chart
	image string
	icon  *artifacts.Icon
}

// readUpload checks a chart and an icon. Nothing is kept.
func readUpload(ctx context.Context, form *uploadForm) (*upload, error) {
	u := &upload{image: strings.TrimSpace(form.Image)}
	switch {
	case form.Package.IsSet && u.image != "":
		return nil, domain.Invalidf("body.image", "one-package", "both a chart and an image were sent").With("send one of them")
	case !form.Package.IsSet && u.image == "":
		return nil, domain.Invalidf("body.package", "required", "there is no package").
			With("send a Helm chart (.tgz) as package, or the reference of a deployer image as image")
	}
	var err error
	if form.Package.IsSet {
		if u.chart, err = artifacts.CheckChart(ctx, form.Package, artifacts.Limits{}); err != nil {
			return nil, ofPackage("body.package", err)
		}
		u.icon = u.chart.Icon
	}
	if form.Icon.IsSet {
		u.icon, err = readIcon(form.Icon)
	}
	return u, err
}

// readIcon decodes an icon.
func readIcon(f huma.FormFile) (*artifacts.Icon, error) {
	data, err := io.ReadAll(io.LimitReader(f, artifacts.MaxIconBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read the icon: %w", err)
	}
	icon, err := artifacts.DecodeIcon(data)
	if err != nil {
		message, hint, _ := strings.Cut(err.Error(), ": ")
		return nil, domain.Invalidf("body.icon", "icon", "%s", message).With(hint)
	}
	return icon, nil
}

// ofPackage turns what is wrong with an upload into a refusal that names its files.
func ofPackage(field string, err error) error {
	var refused *artifacts.UploadError
	if !errors.As(err, &refused) {
		return err
	}
	e := &domain.Error{Kind: domain.Invalid, Code: "package", Message: "the package is not in order", Hint: "mend what is named, and upload it again"}
	for _, p := range refused.Problems {
		at := field
		if p.File != "" {
			at = p.File
		}
		if p.Line > 0 {
			at = fmt.Sprintf("%s:%d", at, p.Line)
		}
		e.Details = append(e.Details, domain.Detail{Field: at, Message: p.Message, Hint: p.Hint})
	}
	if len(e.Details) == 1 {
		e.Message = e.Details[0].Message
		if file := e.Details[0].Field; file != field {
			e.Message = file + ": " + e.Message
		}
		if hint := e.Details[0].Hint; hint != "" {
			e.Hint = hint
		}
	}
	if e.Details[0].Field != field {
		e.Field = field
	}
	return e
}

// field is where an upload's package stands in the form.
func (u *upload) field() string {
	if u.chart == nil {
		return "body.image"
	}
	return "body.package"
}

// proposed are the details that a new app has by what its chart says, as far as that is in order.
func (u *upload) proposed(name string) domain.Details {
	d := domain.Details{Name: name, Keywords: []string{}, Maintainers: []string{}, Sources: []string{}}
	c := u.chart
	if c == nil {
		return d
	}
	d.Summary, d.Home = oneLine(c.Description, 200), c.Home
	if domain.CheckLink("", d.Home) != nil {
		d.Home = ""
	}
	for _, k := range c.Keywords {
		d.Keywords = keepLine(d.Keywords, k, 40)
	}
	for _, m := range c.Maintainers {
		d.Maintainers = keepLine(d.Maintainers, m.Name, 120)
	}
	for _, link := range c.Sources {
		if domain.CheckLink("", link) == nil {
			d.Sources = keepLine(d.Sources, link, 500)
		}
	}
	return d
}

// maxEntries is how many entries a list of details may have.
const maxEntries = 30

func keepLine(list []string, line string, longest int) []string {
	line = strings.TrimSpace(line)
	if line == "" || len(list) >= maxEntries || domain.CheckLine("", line, longest) != nil {
		return list
	}
	return append(list, line)
}

// oneLine makes one line of a text, of at most so many characters.
func oneLine(text string, longest int) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) > longest {
		line = append(line[:longest-1], '…')
	}
	if domain.CheckLine("", string(line), longest) != nil {
		return ""
	}
	return string(line)
}
