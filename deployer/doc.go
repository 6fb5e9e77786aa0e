// Package deployer is the pipeline that runs inside a deployer image:
//
//	expand ▸ render ▸ label ▸ own ▸ check ▸ apply ▸ wait ▸ test
//
// Each stage takes plain values and gives plain values, and lives in a file of its own. Render does what needs no
// cluster; Run does everything, and tells what it does as events.
package deployer
