package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/term"

	"github.com/chandler-dev/chandler/scaffold"
)

// ask asks for what the flags do not say, if there is a terminal to ask on.
func (f *initFlags) ask(ctx context.Context, s streams) error {
	in, ok := s.in.(*os.File)
	if f.yes || !ok || !term.IsTerminal(int(in.Fd())) {
		return nil
	}
	if f.missing() == nil {
		return nil
	}
	p := &prompter{lines: bufio.NewReader(in), out: s.err}
	fmt.Fprint(p.out, "An empty line takes what stands in brackets. Interrupt to leave: nothing is written before the last answer.\n\n")
	for _, question := range []func(context.Context, *prompter) error{f.askKind, f.askChart, f.askFolder, f.askTitle, f.askVersion, f.askImages, f.askPartner} {
		if err := question(ctx, p); err != nil {
			return err
		}
	}
	fmt.Fprintln(p.out)
	return nil
}

func (f *initFlags) askKind(ctx context.Context, p *prompter) error {
	if f.kind != "" || f.chart != "" {
		return nil
	}
	n, err := p.choose(ctx, "What is the package made of?", "plain manifests, new", "a Helm chart, new", "a Helm chart that exists")
	if err != nil {
		return err
	}
	f.kind = []string{string(scaffold.Envsubst), string(scaffold.Helm), ""}[n]
	return nil
}

func (f *initFlags) askChart(ctx context.Context, p *prompter) (err error) {
	if f.kind != "" || f.chart != "" {
		return nil
	}
	f.chart, err = p.ask(ctx, "Chart, a folder or a packed one (.tgz)", "", func(answer string) error {
		_, closeFiles, err := openChart(answer)
		if err == nil {
			closeFiles()
		}
		return err
	})
	return err
}

func (f *initFlags) askFolder(ctx context.Context, p *prompter) (err error) {
	if f.dir != "" {
		return nil
	}
	proposal := f.Name
	if proposal == "" && f.chart != "" {
		proposal = scaffold.NameOf(strings.TrimSuffix(filepath.Base(f.chart), filepath.Ext(f.chart)))
	}
	f.dir, err = p.ask(ctx, "Folder of the package", proposal, func(answer string) error {
		if answer == "" {
			return errors.New("name a folder that is new or empty")
		}
		if f.Name == "" {
			if err := nameFor(answer); err != nil {
				return err
			}
		}
		return scaffold.Free(answer)
	})
	return err
}

// nameFor refuses a folder that no package can be named after.
func nameFor(dir string) error {
	name, err := folderName(dir)
	if err != nil {
		return err
	}
	if scaffold.NameOf(name) == "" {
		return fmt.Errorf("no package can be named after %s: use small letters, digits and dashes, or give --name", dir)
	}
	return nil
}

func (f *initFlags) askTitle(ctx context.Context, p *prompter) (err error) {
	if f.Title != "" {
		return nil
	}
	name := f.Name
	if name == "" {
		if name, err = folderName(f.dir); err != nil {
			return err
		}
	}
	f.Title, err = p.ask(ctx, "Title, for people", scaffold.TitleOf(scaffold.NameOf(name)), scaffold.TitleError)
	return err
}

// askVersion asks for the version of a new package; a chart has one.
func (f *initFlags) askVersion(ctx context.Context, p *prompter) (err error) {
	if f.Version == "" && f.chart == "" {
		f.Version, err = p.ask(ctx, "Version", "1.0.0", scaffold.VersionError)
	}
	return err
}

// askImages asks for the images of a new package; those of a chart are found in it.
func (f *initFlags) askImages(ctx context.Context, p *prompter) error {
	if f.chart != "" || len(f.images) > 0 {
		return nil
	}
	var app initImage
	answer, err := p.ask(ctx, "Image of the app, a reference or an archive (.tar)", "", func(answer string) error {
		app = initImage{name: scaffold.AppImage, source: answer}
		return app.open(ctx)
	})
	if err != nil {
		return err
	}
	f.images = []string{scaffold.AppImage + "=" + answer}
	if err := f.askPort(ctx, p, app); err != nil {
		return err
	}
	answer, err = p.ask(ctx, "Image of the tester, with a shell and wget", "the app's own", func(answer string) error {
		if answer == "the app's own" {
			return nil
		}
		return (&initImage{source: answer}).open(ctx)
	})
	if err == nil && answer != "the app's own" {
		f.images = append(f.images, scaffold.TesterImage+"="+answer)
	}
	return err
}

// askPort asks for the port that an image does not tell.
func (f *initFlags) askPort(ctx context.Context, p *prompter, app initImage) error {
	facts, err := app.facts()
	if err != nil || facts.Port != 0 || f.port != 0 {
		return err
	}
	answer, err := p.ask(ctx, "TCP port that the app listens on", "8080", func(answer string) error {
		if n, err := strconv.ParseUint(answer, 10, 16); err != nil || n == 0 {
			return errors.New("a port is a number from 1 to 65535")
		}
		return nil
	})
	if err != nil {
		return err
	}
	f.port, err = strconv.Atoi(answer)
	return err
}

func (f *initFlags) askPartner(ctx context.Context, p *prompter) (err error) {
	if f.PartnerID != "" {
		return nil
	}
	f.PartnerID, err = p.ask(ctx, "Your partner id in a marketplace", "none", scaffold.IDError)
	if err != nil || f.PartnerID == "none" {
		f.PartnerID = ""
		return err
	}
	f.SolutionID, err = p.ask(ctx, "The product's id there", "", scaffold.IDError)
	return err
}
