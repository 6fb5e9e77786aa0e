package images

import (
	"context"
	"fmt"
	"time"

	containerd "github.com/containerd/containerd/v2/client"
	"github.com/containerd/containerd/v2/core/images"
	"github.com/containerd/containerd/v2/pkg/namespaces"
	"github.com/containerd/errdefs"
	"github.com/opencontainers/go-digest"
	"google.golang.org/grpc"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// Result says what became of one image.
type Result struct {
	Reference string `json:"reference"`
	Digest    string `json:"digest"` // of its manifest
	Loaded    bool   `json:"loaded"` // false if it was there already
}

// Load puts the images at path, an OCI layout folder or an OCI or docker archive, into containerd, where the kubelet
// finds them under their names. The given reference, which may be empty, names an image that has no name.
func Load(ctx context.Context, client *containerd.Client, path, given string) ([]Result, error) {
	ctx = namespaces.WithNamespace(ctx, namespace)
	entries, err := contents(path, given)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", path, err)
	}
	if results, ok := present(ctx, client, entries); ok {
		return results, nil
	}
	results, err := load(ctx, client, path, entries, given)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", path, err)
	}
	return results, nil
}

// present says whether all of the images are there already.
func present(ctx context.Context, client *containerd.Client, entries []entry) ([]Result, bool) {
	var results []Result
	for _, e := range entries {
		if e.Reference == "" {
			continue
		}
		image, err := client.GetImage(ctx, e.Reference)
		if err != nil || !same(ctx, image, e) {
			return nil, false
		}
		if unpacked, err := image.IsUnpacked(ctx, snapshotter); err != nil || !unpacked {
			return nil, false
		}
		results = append(results, Result{Reference: e.Reference, Digest: image.Target().Digest.String()})
	}
	return results, true
}

func same(ctx context.Context, image containerd.Image, e entry) bool {
	if e.Manifest != "" {
		return image.Target().Digest == e.Manifest
	}
	config, err := image.Config(ctx)
	return err == nil && e.Config != "" && config.Digest == e.Config
}

func load(ctx context.Context, client *containerd.Client, path string, entries []entry, given string) ([]Result, error) {
	stream, err := open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = stream.Close() }()
	ctx, done, err := client.WithLease(ctx) // else its parts could be collected as garbage before they are named
	if err != nil {
		return nil, err
	}
	defer func() { _ = done(context.WithoutCancel(ctx)) }()
	imported, err := client.Import(ctx, stream,
		containerd.WithImageRefTranslator(func(annotation string) string { return full(annotation, given) }),
		containerd.WithDigestRef(func(digest.Digest) string { return nameless(entries) }),
		containerd.WithSkipDigestRef(func(name string) bool { return name != "" }),
		containerd.WithSkipMissing(),
	)
	if err != nil {
		return nil, err
	}
	var results []Result
	for _, image := range imported {
		result, err := finish(ctx, client, image)
		if err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	return results, nil
}

// nameless is the name given to the only image of an archive, if it has none of its own.
func nameless(entries []entry) string {
	if len(entries) == 1 {
		return entries[0].Reference
	}
	return ""
}

// finish names the image as the kubelet does, unpacks it, and waits until the kubelet can see it.
func finish(ctx context.Context, client *containerd.Client, image images.Image) (Result, error) {
	name, err := canonical(image.Name)
	if err != nil {
		return Result{}, err
	}
	if name != image.Name {
		if image, err = rename(ctx, client, image, name); err != nil {
			return Result{}, fmt.Errorf("name %s: %w", name, err)
		}
	}
	if err := containerd.NewImage(client, image).Unpack(ctx, snapshotter); err != nil {
		return Result{}, fmt.Errorf("unpack %s: %w", name, err)
	}
	if err := seen(ctx, client, name); err != nil {
		return Result{}, err
	}
	return Result{Reference: name, Digest: image.Target.Digest.String(), Loaded: true}, nil
}

func rename(ctx context.Context, client *containerd.Client, image images.Image, name string) (images.Image, error) {
	old := image.Name
	image.Name = name
	store := client.ImageService()
	renamed, err := store.Create(ctx, image)
	if errdefs.IsAlreadyExists(err) {
		renamed, err = store.Update(ctx, image, "target")
	}
	if err != nil {
		return image, err
	}
	return renamed, store.Delete(ctx, old)
}

// seen waits until containerd's Kubernetes side, which follows the image store, knows the image.
func seen(ctx context.Context, client *containerd.Client, name string) error {
	connection, ok := client.Conn().(grpc.ClientConnInterface)
	if !ok {
		return fmt.Errorf("look for %s: containerd is not reached through gRPC", name)
	}
	service := runtimeapi.NewImageServiceClient(connection)
	request := &runtimeapi.ImageStatusRequest{Image: &runtimeapi.ImageSpec{Image: name}}
	pause := time.NewTicker(5 * time.Millisecond)
	defer pause.Stop()
	for {
		status, err := service.ImageStatus(ctx, request)
		if err != nil {
			return fmt.Errorf("look for %s: %w", name, err)
		}
		if status.GetImage() != nil {
			return nil
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
