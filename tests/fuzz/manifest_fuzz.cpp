// SPDX-License-Identifier: Apache-2.0
// Fuzzes manifests: one that is taken names its folder, and nothing else is.
#include "fuzz/input.hpp"
#include "plugin/manifest.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto manifest = busbar::parse_manifest(input.rest_as_text(), "knx");
    if (!manifest) {
        fuzz::expect(!manifest.error().message.empty(), "a refusal is explained");
    } else {
        fuzz::expect(manifest->id() == "knx", "a manifest names its folder");
    }
    return 0;
}
