// SPDX-License-Identifier: Apache-2.0
// What the tests of the configuration share.
#include "runtime/config/test_schema.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace busbar {

std::string descriptors(const std::string& name) {
    std::ifstream file(std::string(BUSBAR_TEST_SCHEMAS) + "/" + name + ".binpb", std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

std::unique_ptr<Schema> test_schema() {
    auto schema = Schema::load(descriptors("settings"), "busbar.test.v1.Settings");
    if (!schema) ADD_FAILURE() << schema.error().message;
    return schema ? std::move(*schema) : nullptr;
}

References everything_exists() {
    return {[](std::string_view) { return true; },
            [](const CollectionName&, std::string_view) { return true; }};
}

std::vector<std::string> brief(const Problems& problems) {
    std::vector<std::string> list;
    for (const auto& problem : problems) {
        list.push_back(problem.field() + ':' + problem.code() + (problem.is_warning() ? "?" : ""));
    }
    std::sort(list.begin(), list.end());
    return list;
}

std::vector<std::string> brief(const std::vector<DraftProblem>& problems) {
    Problems plain;
    for (const auto& problem : problems) plain.push_back(problem.problem);
    return brief(plain);
}

Change put(const std::string& collection, const std::string& id, Json value) {
    Change change;
    change.kind = Change::Kind::PutItem;
    change.plugin = "test";
    change.collection = collection;
    change.id = id;
    change.value = std::move(value);
    return change;
}

Change patch(const std::string& collection, const std::string& id, Json value) {
    auto change = put(collection, id, std::move(value));
    change.kind = Change::Kind::PatchItem;
    return change;
}

Change remove(const std::string& collection, const std::string& id) {
    auto change = put(collection, id, Json::object());
    change.kind = Change::Kind::RemoveItem;
    return change;
}

void ConfigurationTest::reopen() {
    configuration_.reset();
    auto opened = Configuration::open(directory_.path());
    ASSERT_TRUE(opened) << opened.error().message;
    configuration_ = std::move(*opened);
    EXPECT_THAT(brief(configuration_->add_schema("test", test_schema())), ::testing::IsEmpty());
}

Committed ConfigurationTest::change(std::vector<Change> changes) {
    const auto draft = configuration_->prepare(std::move(changes));
    if (!draft) {
        ADD_FAILURE() << draft.error().message;
        return {};
    }
    auto committed = configuration_->commit(*draft);
    if (!committed) ADD_FAILURE() << committed.error().message;
    return committed.value_or(Committed{});
}

Json ConfigurationTest::delivered(const std::string& collection, const std::string& id) {
    const auto& schema = *configuration_->schema("test");
    for (const auto& item : configuration_->for_plugin("test", collection)) {
        if (item.id() != id) continue;
        auto json = schema.write(*schema.find(collection), item.settings());
        (void)schema.change_secrets(*schema.find(collection), item.settings(),
                                    [&](const std::string& field, const std::string& text) {
                                        json[field] = text;
                                        return Result<std::string>(text);
                                    });
        return json;
    }
    return nullptr;
}

}  // namespace busbar
