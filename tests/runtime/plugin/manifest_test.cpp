// SPDX-License-Identifier: Apache-2.0
// Manifest: what it must say, and how it is refused.
#include "plugin/manifest.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace busbar {
namespace {

struct Row {
    const char* name;
    const char* text;
    const char* error;  // part of it; nullptr: it is right
};

class Manifest : public ::testing::TestWithParam<Row> {};

TEST_P(Manifest, IsReadOrRefusedWithASentence) {
    const testing::TemporaryDirectory directory;
    const auto folder = directory.path() / "acme";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "manifest.json") << GetParam().text;
    const auto manifest = read_manifest(folder);
    if (GetParam().error == nullptr) {
        ASSERT_TRUE(manifest) << manifest.error().message;
        EXPECT_EQ(manifest->id(), "acme");
    } else {
        ASSERT_FALSE(manifest);
        EXPECT_THAT(manifest.error().message, ::testing::HasSubstr(GetParam().error));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Manifest,
    ::testing::Values(Row{"Right", R"({"id": "acme", "version": "1.0.0"})", nullptr},
                      Row{"WithSomethingNew", R"({"id": "acme", "colour": "red"})", nullptr},
                      Row{"OfAnotherFolder", R"({"id": "other"})", "its folder is 'acme'"},
                      Row{"NoJson", "id: acme", "is not readable"},
                      Row{"Empty", "", "not readable"},
                      Row{"ForANewerRuntime", R"({"id": "acme", "runtimeVersionMin": "99.0.0"})",
                          "needs Busbar 99.0.0 or newer"},
                      Row{"WithABadVersion", R"({"id": "acme", "runtimeVersionMin": "new"})",
                          "is not a version"}),
    [](const auto& row) { return row.param.name; });

TEST(ManifestFile, ThatIsMissingIsNamed) {
    const auto manifest = read_manifest("/nonexistent/acme");
    ASSERT_FALSE(manifest);
    EXPECT_THAT(manifest.error().message, ::testing::HasSubstr("manifest.json"));
}

}  // namespace
}  // namespace busbar
