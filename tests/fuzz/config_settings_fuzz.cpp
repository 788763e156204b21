// SPDX-License-Identifier: Apache-2.0
// Fuzzes items of settings: JSON that a schema takes without a complaint is written as JSON that it
// takes again, as the same item; and an item of any octets can be shown.
#include "config/project.hpp"
#include "fuzz/input.hpp"
#include "fuzz/test_plugin.hpp"

namespace {

using busbar::Json;
using busbar::Schema;
using fuzz::expect;

const busbar::References& everything() {
    static const busbar::References kEverything{
        [](std::string_view) { return true; },
        [](const busbar::CollectionName&, std::string_view) { return true; }};
    return kEverything;
}

bool has_error(const busbar::Problems& problems) {
    bool error = false;
    for (const auto& problem : problems) {
        expect(!problem.code().empty() && !problem.message().empty(), "a problem is explained");
        error = error || !problem.is_warning();
    }
    return error;
}

void read(const Schema& schema, const busbar::Collection& collection, const Json& json) {
    busbar::Problems problems;
    const auto settings =
        schema.read(collection, json, Schema::Mode::Replace, {}, everything(), problems);
    const auto shown = schema.write(collection, settings);
    if (has_error(problems)) return;
    // The secrets of the written one are said to be set, not what they are.
    busbar::Problems none;
    const auto again =
        schema.read(collection, shown, Schema::Mode::Replace, settings, everything(), none);
    expect(!has_error(none), "what is shown is taken again");
    expect(again == settings, "and is the same item");
    busbar::Problems patched;
    const auto patch = schema.read(collection, Json::object(), Schema::Mode::Patch, settings,
                                   everything(), patched);
    expect(patch == settings, "an empty patch changes nothing");
}

// As from the database of another version.
void show(const Schema& schema, const busbar::Collection& collection, const std::string& octets) {
    (void)schema.write(collection, octets);
    for (const auto* rule : collection.unique) {
        (void)schema.unique_value(collection, *rule, octets);
    }
    (void)schema.item_references(collection, "test", {"test", "users"}, octets);
    busbar::Problems problems;
    (void)schema.read(collection, Json::object(), Schema::Mode::Patch, octets, everything(),
                      problems);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto kSchema = fuzz::test_schema();
    fuzz::Input input(data, size);
    const auto selector = input.octet();
    const auto& collections = kSchema->collections();
    const auto& collection = collections[selector / 2U % collections.size()];
    const auto text = input.rest_as_text();
    if (selector % 2 == 1) {
        show(*kSchema, collection, text);
    } else if (const auto json = busbar::parse_project(text)) {
        read(*kSchema, collection, *json);
    }
    return 0;
}
