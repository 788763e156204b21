// SPDX-License-Identifier: Apache-2.0
// Key file and sealing.
#include "config/secrets.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "config/base64.hpp"

namespace busbar {
namespace {

constexpr std::string_view kPrefix = "sealed:";
constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(Secrets::kKeySize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

// A file descriptor that closes itself.
class Fd {
 public:
    explicit Fd(int fd) : fd_(fd) {}
    ~Fd() {
        if (fd_ >= 0) ::close(fd_);
    }
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    [[nodiscard]] int get() const { return fd_; }

 private:
    int fd_;
};

tl::unexpected<Error> refuse(const std::filesystem::path& path, const std::string& why) {
    return fail(ErrorCode::FailedPrecondition, "key file " + path.string() + ' ' + why);
}

tl::unexpected<Error> system_error(const std::filesystem::path& path, const char* doing) {
    return fail(errno == EACCES ? ErrorCode::PermissionDenied : ErrorCode::Unavailable,
                std::string("cannot ") + doing + " key file " + path.string() + ": " +
                    std::strerror(errno));
}

// None of the parts holds a zero octet, so no two places read the same.
std::string associated_data(const SecretPlace& place) {
    std::string text;
    for (const auto part : {place.plugin, place.collection, place.item, place.field}) {
        text.append(part).push_back('\0');
    }
    return text;
}

unsigned char* octets(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Status check_file(const std::filesystem::path& path, const struct stat& about) {
    if (!S_ISREG(about.st_mode)) return refuse(path, "is not a regular file");
    if (about.st_uid != ::geteuid()) return refuse(path, "belongs to another user");
    if ((about.st_mode & 0177U) != 0) {
        return refuse(path,
                      "can be read by others: chmod 600 it, and change the secrets if others "
                      "may have read it");
    }
    if (about.st_size != static_cast<off_t>(Secrets::kKeySize)) {
        return refuse(path, "has " + std::to_string(about.st_size) + " octets instead of " +
                                std::to_string(Secrets::kKeySize) +
                                ": put the right one back from a backup");
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Secrets>> Secrets::open(const std::filesystem::path& path) {
    if (::sodium_init() < 0) return fail(ErrorCode::Internal, "libsodium does not start");
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (fd.get() < 0 && errno == ENOENT) {
        return fail(ErrorCode::NotFound, "there is no key file " + path.string());
    }
    if (fd.get() < 0 && errno == ELOOP) return refuse(path, "is a symbolic link");
    if (fd.get() < 0) return system_error(path, "open");
    struct stat about {};
    if (::fstat(fd.get(), &about) != 0) return system_error(path, "look at");
    BUSBAR_CHECK(check_file(path, about));
    std::unique_ptr<Secrets> secrets(new Secrets);
    if (::read(fd.get(), secrets->key_.data(), kKeySize) != static_cast<ssize_t>(kKeySize)) {
        return system_error(path, "read");
    }
    return secrets;
}

Result<std::unique_ptr<Secrets>> Secrets::create(const std::filesystem::path& path) {
    if (::sodium_init() < 0) return fail(ErrorCode::Internal, "libsodium does not start");
    std::unique_ptr<Secrets> secrets(new Secrets);
    crypto_aead_xchacha20poly1305_ietf_keygen(secrets->key_.data());
    // Written under another name and linked when it is whole: a crash leaves no half a key.
    auto part = path;
    part += ".new";
    ::unlink(part.c_str());
    {
        const Fd fd(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                           S_IRUSR | S_IWUSR));
        if (fd.get() < 0 ||
            ::write(fd.get(), secrets->key_.data(), kKeySize) != static_cast<ssize_t>(kKeySize) ||
            ::fsync(fd.get()) != 0) {
            return system_error(path, "write");
        }
    }
    const int linked = ::link(part.c_str(), path.c_str());
    const int why = errno;
    ::unlink(part.c_str());
    errno = why;
    if (linked != 0 && errno == EEXIST) {
        return fail(ErrorCode::AlreadyExists, "there is a key file already: " + path.string());
    }
    if (linked != 0) return system_error(path, "write");
    const Fd directory(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0 || ::fsync(directory.get()) != 0) return system_error(path, "write");
    return secrets;
}

Secrets::~Secrets() { sodium_memzero(key_.data(), key_.size()); }

std::string Secrets::seal(std::string_view text, const SecretPlace& place) const {
    const auto data = associated_data(place);
    std::string sealed(kNonceSize + text.size() + kTagSize, '\0');
    randombytes_buf(sealed.data(), kNonceSize);
    crypto_aead_xchacha20poly1305_ietf_encrypt(octets(sealed) + kNonceSize, nullptr, octets(text),
                                               text.size(), octets(std::string_view(data)),
                                               data.size(), nullptr, octets(sealed), key_.data());
    return std::string(kPrefix) + encode_base64(sealed);
}

Result<std::string> Secrets::open(std::string_view sealed, const SecretPlace& place) const {
    const auto refused = [&] {
        return fail(ErrorCode::InvalidArgument,
                    "the stored secret does not open with this key file: enter it again",
                    std::string(place.field));
    };
    if (!sealed.starts_with(kPrefix)) return refused();
    const auto bytes = decode_base64(sealed.substr(kPrefix.size()));
    if (!bytes || bytes->size() < kNonceSize + kTagSize) return refused();
    const auto data = associated_data(place);
    std::string text(bytes->size() - kNonceSize - kTagSize, '\0');
    const auto* cipher = octets(std::string_view(*bytes)) + kNonceSize;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            octets(text), nullptr, nullptr, cipher, bytes->size() - kNonceSize,
            octets(std::string_view(data)), data.size(), octets(std::string_view(*bytes)),
            key_.data()) != 0) {
        return refused();
    }
    return text;
}

}  // namespace busbar
