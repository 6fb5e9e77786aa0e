package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// Icon gives a picture for Redis, a PNG of 96 × 96 pixels: three layers on red.
func Icon() ([]byte, error) {
	const side = 96
	picture := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.RGBA{R: 0xb7, G: 0x28, B: 0x2e, A: 0xff}), image.Point{}, draw.Src)
	for layer := range 3 {
		// A rhombus for each, half as high as wide.
		const half, across = 14, 28
		middle := 32 + 16*layer
		for y := -half; y <= half; y++ {
			width := across - across*max(y, -y)/half
			line := image.Rect(side/2-width, middle+y, side/2+width, middle+y+1)
			shade := uint8(0xff - 0x28*(2-layer))
			draw.Draw(picture, line, image.NewUniform(color.RGBA{R: shade, G: shade, B: shade, A: 0xff}), image.Point{}, draw.Src)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("draw the sample icon: %w", err)
	}
	return out.Bytes(), nil
}
