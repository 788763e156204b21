// SPDX-License-Identifier: Apache-2.0
// Writes a file beside the old one and renames it.
#include "mqtt-broker/io/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;

tl::unexpected<busbar::Error> system_failure(std::string_view what, std::string_view name) {
    const auto code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Internal;
    return fail(code, std::string(what) + " '" + std::string(name) +
                          "': " + std::generic_category().message(errno));
}

bool write_all(int fd, std::string_view content) {
    while (!content.empty()) {
        const auto written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

busbar::Result<Directory> Directory::open(const std::string& path, std::optional<Account> owner) {
    if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return system_failure("cannot make directory", path);
    }
    Descriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!fd.open()) return system_failure("cannot open directory", path);
    if (::fchmod(fd.get(), S_IRWXU) != 0 ||
        (owner && ::fchown(fd.get(), owner->uid, owner->gid) != 0)) {
        return system_failure("cannot take possession of directory", path);
    }
    return Directory(std::move(fd), owner);
}

busbar::Status Directory::write(std::string_view name, std::string_view content) const {
    const std::string final_name(name);
    const std::string new_name = final_name + ".new";
    ::unlinkat(fd_.get(), new_name.c_str(), 0);  // of a write that was cut short
    const Descriptor file(::openat(fd_.get(), new_name.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                   S_IRUSR | S_IWUSR));
    if (!file.open()) return system_failure("cannot make file", new_name);
    if (!write_all(file.get(), content) ||
        (owner_ && ::fchown(file.get(), owner_->uid, owner_->gid) != 0) ||
        ::fsync(file.get()) != 0) {
        return system_failure("cannot write file", new_name);
    }
    BUSBAR_CHECK(rename(new_name, final_name));
    if (::fsync(fd_.get()) != 0) return system_failure("cannot write the directory of", final_name);
    return {};
}

busbar::Result<std::string> Directory::read(std::string_view name) const {
    const Descriptor file(
        ::openat(fd_.get(), std::string(name).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.open()) return system_failure("cannot open file", name);
    std::string content;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto count = ::read(file.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_failure("cannot read file", name);
        if (count == 0) return content;
        content.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

busbar::Status Directory::rename(std::string_view name, std::string_view new_name) const {
    const std::string from(name);
    const std::string to(new_name);
    if (::renameat(fd_.get(), from.c_str(), fd_.get(), to.c_str()) != 0) {
        return system_failure("cannot rename file", name);
    }
    return {};
}

void Directory::remove(std::string_view name) const {
    ::unlinkat(fd_.get(), std::string(name).c_str(), 0);
}

}  // namespace mqtt_broker
