package verifier

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/chandler-dev/chandler/verifier/report"
)

// pack makes the deployer image and brings it, and the images of the app that come with the package, to the cluster.
func (r *run) pack(ctx context.Context, s *report.Step) error {
	image, err := r.options.Source.Prepare(ctx)
	if err != nil {
		return err
	}
	if err := r.load(ctx, image); err != nil {
		return err
	}
	r.image = image
	s.Summary = strings.Join(nonEmpty("deployer "+shortDigest(image), size(image.Size)), "  ")
	return nil
}

func (r *run) load(ctx context.Context, image Image) error {
	if len(image.Archives) == 0 {
		return nil
	}
	load := r.options.Target.Load
	if load == nil {
		return errors.New("images cannot be loaded into this cluster: push them to a registry it can reach with `chandler package --push`, and name the deployer image instead of the folder")
	}
	r.waiting(StepPackage, count(len(image.Archives), "image")+" to be loaded")
	if err := load(ctx, image.Archives...); err != nil {
		return fmt.Errorf("load the package's images: %w", err)
	}
	return nil
}

// shortDigest names the image by the part of its digest that people compare.
func shortDigest(i Image) string {
	const shown = len("sha256:") + 8
	switch {
	case len(i.Digest) > shown:
		return i.Digest[:shown] + "…"
	case i.Digest != "":
		return i.Digest
	}
	return i.Reference
}

func size(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

func nonEmpty(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}
