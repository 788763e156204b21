// SPDX-License-Identifier: Apache-2.0
// Key files and sealed texts.
#include "config/secrets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "support/temporary_directory.hpp"

namespace busbar {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const SecretPlace kPlace{"mqtt-client", "connections", "house", "password"};

class SecretsTest : public ::testing::Test {
 protected:
    [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "secrets.key"; }
    void write(std::size_t size, mode_t mode) const {
        std::ofstream(path()) << std::string(size, 'k');
        ::chmod(path().c_str(), mode);
    }

    testing::TemporaryDirectory directory_;
};

TEST_F(SecretsTest, OpenWhatTheySealedAlsoAfterARestart) {
    const auto first = Secrets::create(path());
    ASSERT_TRUE(first) << first.error().message;
    const auto sealed = (*first)->seal("hush", kPlace);
    EXPECT_THAT(sealed, ::testing::StartsWith("sealed:"));
    EXPECT_THAT(sealed, Not(HasSubstr("hush")));
    const auto second = Secrets::open(path());
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_EQ((*second)->open(sealed, kPlace).value(), "hush");
}

TEST_F(SecretsTest, SealTheSameTextDifferentlyEachTime) {
    const auto secrets = Secrets::create(path()).value();
    EXPECT_NE(secrets->seal("hush", kPlace), secrets->seal("hush", kPlace));
}

TEST_F(SecretsTest, DoNotOpenInAnotherPlace) {
    const auto secrets = Secrets::create(path()).value();
    const auto sealed = secrets->seal("hush", kPlace);
    for (auto place : {SecretPlace{"other", "connections", "house", "password"},
                       SecretPlace{"mqtt-client", "others", "house", "password"},
                       SecretPlace{"mqtt-client", "connections", "home", "password"},
                       SecretPlace{"mqtt-client", "connections", "house", "pin"},
                       SecretPlace{"mqtt-client", "connectionsh", "ouse", "password"}}) {
        EXPECT_FALSE(secrets->open(sealed, place));
    }
}

TEST_F(SecretsTest, DoNotOpenWhatWasTamperedWithOrSealedWithAnotherKey) {
    const auto secrets = Secrets::create(path()).value();
    auto sealed = secrets->seal("hush", kPlace);
    const auto other = Secrets::create(directory_.path() / "other.key").value();
    EXPECT_FALSE(other->open(sealed, kPlace));
    sealed[sealed.size() / 2] = sealed[sealed.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(secrets->open(sealed, kPlace));
    EXPECT_FALSE(secrets->open("hush", kPlace));
    EXPECT_FALSE(secrets->open("sealed:", kPlace));
    EXPECT_FALSE(secrets->open("sealed:AAAA", kPlace));
}

TEST_F(SecretsTest, MakeAKeyFileForTheirOwnEyesAndNeverReplaceOne) {
    ASSERT_TRUE(Secrets::create(path()));
    struct stat about {};
    ASSERT_EQ(::stat(path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777U, 0600U);
    EXPECT_EQ(about.st_size, 32);
    const auto again = Secrets::create(path());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
    EXPECT_FALSE(std::filesystem::exists(path().string() + ".new"));
}

TEST_F(SecretsTest, SayWhenThereIsNoKeyFile) {
    const auto secrets = Secrets::open(path());
    ASSERT_FALSE(secrets);
    EXPECT_EQ(secrets.error().code, ErrorCode::NotFound);
}

TEST_F(SecretsTest, RefuseAKeyFileOthersCanRead) {
    for (const mode_t mode : {0640U, 0604U, 0660U, 0700U}) {
        write(32, mode);
        const auto secrets = Secrets::open(path());
        ASSERT_FALSE(secrets) << std::oct << mode;
        EXPECT_EQ(secrets.error().code, ErrorCode::FailedPrecondition);
        EXPECT_THAT(secrets.error().message, HasSubstr("chmod 600"));
        EXPECT_THAT(secrets.error().message, HasSubstr(path().string()));
    }
    ::chmod(path().c_str(), 0400);
    EXPECT_TRUE(Secrets::open(path()));
}

TEST_F(SecretsTest, RefuseAKeyFileOfAnotherSize) {
    for (const std::size_t size : {0U, 31U, 33U}) {
        write(size, 0600);
        const auto secrets = Secrets::open(path());
        ASSERT_FALSE(secrets);
        EXPECT_THAT(secrets.error().message, HasSubstr("instead of 32"));
    }
}

TEST_F(SecretsTest, RefuseWhatIsNoRegularFile) {
    std::filesystem::create_directory(path());
    EXPECT_FALSE(Secrets::open(path()));
    std::filesystem::remove(path());
    std::filesystem::create_symlink("elsewhere", path());
    const auto secrets = Secrets::open(path());
    ASSERT_FALSE(secrets);
    EXPECT_THAT(secrets.error().message, HasSubstr("symbolic link"));
}

}  // namespace
}  // namespace busbar
