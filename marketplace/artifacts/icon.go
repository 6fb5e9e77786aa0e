package artifacts

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // one of the two formats of icons
	"image/png"
	"strings"

	"github.com/google/go-containerregistry/pkg/v1/types"
)

// What an icon may have at most: bytes as it is uploaded, and pixels a side.
const (
	MaxIconBytes = 20 << 10
	MaxIconSide  = 96
)

// Icon is the picture of an app.
type Icon struct {
	// PNG is the picture and nothing else: it was decoded and encoded anew.
	PNG []byte
	// Width and Height are in pixels.
	Width, Height int
}

// DecodeIcon takes a PNG or JPEG of at most MaxIconBytes and MaxIconSide. The error says what is wrong and what to do.
func DecodeIcon(data []byte) (*Icon, error) {
	if len(data) > MaxIconBytes {
		return nil, fmt.Errorf("the icon has %d bytes, and at most %d are taken: save it smaller", len(data), MaxIconBytes)
	}
	if looksLikeSVG(data) {
		return nil, fmt.Errorf("the icon is an SVG, which can hold scripts: export it as a PNG of at most %d × %[1]d pixels", MaxIconSide)
	}
	header, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || format != "png" && format != "jpeg" {
		return nil, fmt.Errorf("the icon is neither a PNG nor a JPEG: save it as a PNG of at most %d × %[1]d pixels", MaxIconSide)
	}
	// Before it is decoded: a small file can unpack to any size.
	if header.Width > MaxIconSide || header.Height > MaxIconSide || header.Width < 1 || header.Height < 1 {
		return nil, fmt.Errorf("the icon has %d × %d pixels, and at most %d × %[3]d are taken: scale it down", header.Width, header.Height, MaxIconSide)
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errors.New("the icon is damaged, it cannot be decoded: save it anew")
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("encode the icon: %w", err)
	}
	return &Icon{PNG: out.Bytes(), Width: header.Width, Height: header.Height}, nil
}

func looksLikeSVG(data []byte) bool {
	head := strings.ToLower(string(data[:min(len(data), 1024)]))
	return strings.Contains(head, "<svg") || strings.HasPrefix(strings.TrimSpace(head), "<?xml")
}

// The media types of an icon, and of an artifact that needs no configuration.
const (
	iconType    = types.MediaType("image/png")
	noneType    = types.MediaType("application/vnd.oci.empty.v1+json")
	iconsFolder = "icons"
)

// maxKeptIcon bounds an icon as it is kept: a JPEG that becomes a PNG grows.
const maxKeptIcon = 1 << 20

// PutIcon keeps an icon and gives its reference.
func (s *Store) PutIcon(i *Icon) (string, error) {
	return s.putArtifact(iconsFolder, artifact{configType: noneType, config: []byte("{}"), layerType: iconType, layer: i.PNG})
}

// Icon gives the PNG of an icon.
func (s *Store) Icon(ref string) ([]byte, error) {
	return s.readArtifact(ref, iconType, maxKeptIcon)
}
