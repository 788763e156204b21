// SPDX-License-Identifier: Apache-2.0
// Library: every broken shared object ends in one sentence.
#include "plugin/library.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace busbar {
namespace {

using ::testing::HasSubstr;
const std::filesystem::path kPlugins = BUSBAR_TEST_PLUGINS;

TEST(Library, LoadsAPlugin) {
    const auto library = Library::load(kPlugins / "good" / "good.so");
    ASSERT_TRUE(library) << library.error().message;
    EXPECT_EQ(library->entry().abi_major, BUSBAR_ABI_MAJOR);
}

TEST(Library, SaysWhatIsWrongWithAFileThatIsNone) {
    const testing::TemporaryDirectory directory;
    const auto missing = Library::load(directory.file("a.so"));
    EXPECT_THAT(missing.error().message, HasSubstr("a.so is missing"));

    std::ofstream(directory.file("text.so")) << "no library";
    const auto text = Library::load(directory.file("text.so"));
    EXPECT_THAT(text.error().message, HasSubstr("is not a shared object"));
}

// Found by this test: dlopen() of a file cut short ends the process.
TEST(Library, SurvivesAFileCutShortAnywhere) {
    const testing::TemporaryDirectory directory;
    const auto whole = kPlugins / "good" / "good.so";
    for (const std::uintmax_t size : {0U, 4U, 63U, 64U, 1000U, 5000U, 100'000U}) {
        const auto cut = directory.file("cut.so");
        std::filesystem::copy_file(whole, cut, std::filesystem::copy_options::overwrite_existing);
        std::filesystem::resize_file(cut, size);
        const auto library = Library::load(cut);
        ASSERT_FALSE(library) << size;
        EXPECT_THAT(library.error().message, HasSubstr("cut.so is ")) << size;
    }
}

TEST(Library, SaysThatASharedObjectOfSomethingElseIsNoPlugin) {
    const auto library = Library::load("/lib/x86_64-linux-gnu/libz.so.1");
    if (!std::filesystem::exists("/lib/x86_64-linux-gnu/libz.so.1")) GTEST_SKIP() << "no libz here";
    EXPECT_THAT(library.error().message, HasSubstr("is not a Busbar plugin"));
}

TEST(Library, RefusesAPluginForAnotherInterface) {
    const auto library = Library::load(kPlugins / "foreign" / "foreign.so");
    EXPECT_THAT(library.error().message, HasSubstr("was built for plugin interface 2.0"));
}

}  // namespace
}  // namespace busbar
