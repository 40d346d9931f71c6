using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// The file of an open database, through the handle that SQLite has of it. One of our own would not do: on Unix, closing it takes from the
/// process the locks that SQLite holds on the file.
/// </summary>
internal sealed unsafe partial class SqliteFile
{
    private const int FilePointer = 7; // SQLITE_FCNTL_FILE_POINTER
    private const int SyncFull = 3;
    private const int ShortRead = 522; // SQLITE_IOERR_SHORT_READ: behind the end, where the rest is zeros

    private readonly SqliteConnection _connection;
    private readonly File* _file;

    public SqliteFile(SqliteConnection connection)
    {
        _connection = connection;
        File* file;
        Check(Control(connection.Handle!.DangerousGetHandle(), "main", FilePointer, &file));
        _file = file;
    }

    /// <summary>Bytes.</summary>
    public long Size()
    {
        long size;
        Check(_file->Methods->FileSize(_file, &size));
        return size;
    }

    public void Read(long offset, Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            var result = _file->Methods->Read(_file, first, bytes.Length, offset);
            if (result != ShortRead) Check(result);
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes) Check(_file->Methods->Write(_file, first, bytes.Length, offset));
    }

    public void Sync() => Check(_file->Methods->Sync(_file, SyncFull));

    private void Check(int result)
    {
        if (result != SQLitePCL.raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _connection.Handle);
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int Control(nint database, string name, int operation, File** file);

    // sqlite3_file, and the beginning of sqlite3_io_methods, as sqlite3.h has them.
    [StructLayout(LayoutKind.Sequential)]
    private struct File
    {
        public MethodTable* Methods;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MethodTable
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<File*, int> Close;
        public delegate* unmanaged[Cdecl]<File*, byte*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<File*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<File*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<File*, int, int> Sync;
        public delegate* unmanaged[Cdecl]<File*, long*, int> FileSize;
    }
}
