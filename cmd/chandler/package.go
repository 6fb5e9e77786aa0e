package main

import (
	"context"
	"errors"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/images"
)

// packageFlags are the flags of chandler package.
type packageFlags struct {
	tag, archive, layout, imagePrefix string
	push                              bool
}

func newPackage(s streams) *cobra.Command {
	var f packageFlags
	cmd := &cobra.Command{
		Use:     "package PKG",
		GroupID: "package",
		Short:   "Turn a package folder into a deployer image",
		Long: `Turn a package folder into a deployer image, without Docker: schema.yaml, manifest/ or chart/, and the tests,
in a layer over Chandler's deployer. The same folder gives the same image, to the digest.`,
		Example: `  chandler package examples/nginx --archive nginx-deployer.tar
  chandler package examples/nginx --tag registry.example.com/acme/nginx/deployer:1.22.1 --push`,
		Args: exactlyOne("PKG"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.imagePrefix, "image-prefix", "", "where the package's images are (default chandler.local/FOLDER)")
	flags.StringVar(&f.tag, "tag", "", "name of the image (default PREFIX/deployer:VERSION)")
	flags.StringVar(&f.archive, "archive", "", "write the image to this archive")
	flags.StringVar(&f.layout, "layout", "", "write the image to this folder, as an OCI layout")
	flags.BoolVar(&f.push, "push", false, "push the image to its registry")
	cmd.MarkFlagsOneRequired("archive", "layout", "push")
	return cmd
}

func (f *packageFlags) run(ctx context.Context, arg string, s streams) error {
	pkg, err := openPackage(ctx, arg, f.imagePrefix)
	if err != nil {
		return err
	}
	if pkg.folder == nil {
		return fmt.Errorf("%s is an image already; name a package folder", arg)
	}
	img, err := pkg.build(ctx)
	if err != nil {
		return err
	}
	if f.tag == "" {
		f.tag = fmt.Sprintf("%s/deployer:%s", pkg.prefix, pkg.version())
	}
	if err := f.write(ctx, img); err != nil {
		return err
	}
	digest, err := img.Digest()
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s@%s  %.1f MB\n", f.tag, digest, float64(compressedSize(img))/1e6)
	return nil
}

// write brings the image to every place that was asked for.
func (f *packageFlags) write(ctx context.Context, img v1.Image) error {
	var errs []error
	if f.archive != "" {
		errs = append(errs, images.WriteArchive(f.archive, f.tag, img))
	}
	if f.layout != "" {
		errs = append(errs, images.WriteLayout(f.layout, f.tag, img))
	}
	if f.push {
		errs = append(errs, images.Push(ctx, f.tag, img))
	}
	return errors.Join(errs...)
}
