// SPDX-License-Identifier: Apache-2.0
// Fuzzes the descriptors beside a plugin: a schema that is taken can be described, and an empty
// item of each of its collections can be read and shown.
#include "fuzz/input.hpp"
#include "fuzz/test_plugin.hpp"

namespace {

void use(const busbar::Schema& schema) {
    fuzz::expect(schema.describe().is_object(), "a schema can be described");
    for (const auto& collection : schema.collections()) {
        busbar::Problems problems;
        const auto settings =
            schema.read(collection, busbar::Json::object(), busbar::Schema::Mode::Replace, {},
                        {[](std::string_view) { return true; },
                         [](const busbar::CollectionName&, std::string_view) { return true; }},
                        problems);
        fuzz::expect(settings.empty(), "an empty item is empty");
        (void)schema.write(collection, settings);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto schema = busbar::Schema::load(input.rest_as_text(), "busbar.test.v1.Settings");
    if (schema) use(**schema);
    return 0;
}
