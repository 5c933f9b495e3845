# System calls by the 32-bit door, which filters sometimes forget.
# loses: last
# may lose: nothing

# %% last
import mmap


def last():
    if os.uname().machine != "x86_64":
        raise ValueError("there is no such door here")
    # push rbx; mov ebx, CLONE_NEWUSER; mov eax, 310 (unshare); int 0x80; pop rbx; ret
    code = bytes([0x53, 0xBB, 0, 0, 0, 0x10, 0xB8, 0x36, 1, 0, 0, 0xCD, 0x80, 0x5B, 0xC3])
    area = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    area.write(code)
    result = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(area)))()
    return "done" if result >= 0 else "refused"
